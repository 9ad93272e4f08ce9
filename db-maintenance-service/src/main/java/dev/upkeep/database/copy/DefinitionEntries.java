package dev.upkeep.database.copy;

import dev.upkeep.database.backupset.Manifest.DefinitionEntry;
import dev.upkeep.database.dump.Definition;
import java.util.List;
import java.util.Optional;

/** Definitions as a manifest has them. */
public final class DefinitionEntries {

  private DefinitionEntries() {}

  /** Each with its fingerprint. */
  public static List<DefinitionEntry> of(List<Definition> definitions) {
    return definitions.stream()
        .map(d -> new DefinitionEntry(d.kind().words(), d.name(), d.fingerprint(), d.isBroken()))
        .toList();
  }

  /** The accounts that they work for. */
  public static List<String> definers(List<Definition> definitions) {
    return definitions.stream()
        .map(Definition::definer)
        .flatMap(Optional::stream)
        .distinct()
        .sorted()
        .toList();
  }
}
