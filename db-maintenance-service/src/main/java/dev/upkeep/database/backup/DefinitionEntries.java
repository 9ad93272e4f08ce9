package dev.upkeep.database.backup;

import dev.upkeep.database.backupset.Manifest.DefinitionEntry;
import dev.upkeep.database.dump.Definition;
import java.util.List;
import java.util.Optional;

/** Definitions as the manifest has them. */
final class DefinitionEntries {

  private DefinitionEntries() {}

  static List<DefinitionEntry> of(List<Definition> definitions) {
    return definitions.stream()
        .map(d -> new DefinitionEntry(d.kind().words(), d.name(), d.fingerprint(), d.isBroken()))
        .toList();
  }

  /** The accounts that they work for. */
  static List<String> definers(List<Definition> definitions) {
    return definitions.stream()
        .map(Definition::definer)
        .flatMap(Optional::stream)
        .distinct()
        .sorted()
        .toList();
  }
}
