package dev.upkeep.deploy.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a colour of a service is made of. Two that are made of the same have the same name.
 *
 * @param image as it was asked for, by its digest
 * @param imageId of the image on this engine: {@code sha256:…}
 * @param environmentHash SHA-256 of its variables, whose values may be secrets
 * @param nginxHash SHA-256 of NGINX's configuration in effect
 */
public record Release(String image, String imageId, String environmentHash, String nginxHash) {

  /** Its name: SHA-256, hexadecimal, of its manifest. */
  public String id() {
    return hash(manifest());
  }

  /** All of it, a line each. */
  public String manifest() {
    return """
    image %s
    image-id %s
    environment %s
    nginx %s
    """
        .formatted(image, imageId, environmentHash, nginxHash);
  }

  /** SHA-256, hexadecimal, of lines. */
  public static String hash(List<String> lines) {
    return hash(String.join("\n", lines));
  }

  /** SHA-256, hexadecimal, of a text. */
  public static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
