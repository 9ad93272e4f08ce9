package dev.upkeep.scheduler.trigger;

import dev.upkeep.events.trigger.PemKeys;
import dev.upkeep.events.trigger.TriggerKeys;
import dev.upkeep.events.trigger.TriggerKeys.TrustedKey;
import dev.upkeep.scheduler.SchedulerSettings;
import dev.upkeep.system.yaml.FolderState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whose triggers are believed: {@code trusted/NAME.pub} in the keys folder is the public key of the
 * actor NAME. Looked at for every trigger, so that a key that was taken away is worth nothing from
 * that moment on.
 */
@Component
class TrustedKeys {

  static final String FOLDER = "trusted";

  private static final Logger log = LoggerFactory.getLogger(TrustedKeys.class);
  private static final String PUBLIC = ".pub";

  private final Path folder;
  private FolderState seen = FolderState.none();
  private Map<String, TrustedKey> byId = Map.of();

  TrustedKeys(SchedulerSettings settings) {
    OperatorKeys.ensure(settings.keysFolder());
    folder = settings.keysFolder().resolve(FOLDER);
  }

  /** The actors by the id of their key. */
  synchronized Map<String, TrustedKey> byId() {
    FolderState now = FolderState.of(folder);
    if (!now.equals(seen)) {
      byId = read(now);
      seen = now;
      log.info(
          "Triggers are believed from {}", byId.values().stream().map(TrustedKey::actor).toList());
    }
    return byId;
  }

  private static Map<String, TrustedKey> read(FolderState state) {
    Map<String, TrustedKey> keys = new HashMap<>();
    for (String file : state.files().keySet()) {
      Path path = Path.of(file);
      String name = path.getFileName().toString();
      if (name.endsWith(PUBLIC) && Files.isRegularFile(path)) {
        try {
          PublicKey key = PemKeys.readPublic(path);
          String actor = name.substring(0, name.length() - PUBLIC.length());
          keys.put(TriggerKeys.keyId(key), new TrustedKey(actor, key));
        } catch (IOException | IllegalArgumentException e) {
          log.error("The key {} cannot be used and is not believed: {}", path, e.getMessage());
        }
      }
    }
    return Map.copyOf(keys);
  }
}
