package dev.upkeep.notification.channel;

import dev.upkeep.system.secret.SecretReference;
import java.util.Optional;

/**
 * References to secrets in settings: {@code file:/path} and {@code env:NAME}. System files write
 * the same within {@code ${…}}, which settings cannot, because Spring takes that for a placeholder
 * of its own.
 */
final class SettingsSecrets {
  static final String REMEDY =
      "Write where the secret is kept, never the secret: file:/absolute/path (a file only its owner"
          + " can read) or env:NAME, without ${ }";

  private SettingsSecrets() {}

  static Optional<SecretReference> parse(String written) {
    return SecretReference.parse(written.startsWith("${") ? written : "${" + written + "}");
  }
}
