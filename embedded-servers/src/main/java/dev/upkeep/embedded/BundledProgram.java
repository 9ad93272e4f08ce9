package dev.upkeep.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Server programs that come as resources of a jar on the class path. */
public final class BundledProgram {

  private BundledProgram() {}

  /**
   * Unpacks the jar's entries below a prefix. Programs are made executable and lose their debug
   * information.
   *
   * @param landmark the name of a resource that the jar must have, to find the jar by
   * @param wanted chooses entries by their name after the prefix
   * @throws IOException if it cannot be written, or no jar on the class path has the landmark
   */
  public static void unpack(
      String landmark,
      String prefix,
      Predicate<String> wanted,
      Predicate<String> executable,
      Path into)
      throws IOException {
    URL resource = BundledProgram.class.getClassLoader().getResource(landmark);
    if (resource == null) {
      throw new IOException(
          "No jar on the class path has " + landmark + "; is the artifact with it a dependency?");
    }
    if (!(resource.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException(resource + " is not in a jar; server programs are unpacked from jars");
    }
    // Not the shared handle: this one is closed here.
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        String name = entry.getName();
        if (!entry.isDirectory() && name.startsWith(prefix)) {
          String inside = name.substring(prefix.length());
          if (wanted.test(inside)) {
            copy(jar, entry, into, inside, executable.test(inside));
          }
        }
      }
    }
  }

  private static void copy(
      JarFile jar, JarEntry entry, Path into, String inside, boolean executable)
      throws IOException {
    Path target = into.resolve(inside).normalize();
    if (!target.startsWith(into)) {
      throw new IOException("The entry " + entry.getName() + " points out of its folder");
    }
    Files.createDirectories(target.resolve("..").normalize());
    try (InputStream content = jar.getInputStream(entry)) {
      if (executable) {
        ProgramWithoutDebugInfo.copy(content, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      } else {
        Files.copy(content, target);
      }
    }
  }
}
