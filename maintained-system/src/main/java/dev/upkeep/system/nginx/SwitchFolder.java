package dev.upkeep.system.nginx;

import dev.upkeep.system.Colour;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The flags that say which colour of a service is live: NGINX looks for them with each request.
 * While {@code backend.green} is there, requests go to green, otherwise to blue. A flag is an empty
 * file and there or not there, so that a switch is one act of the file system; it is on disk when
 * this returns, so that the machine comes back with the colour it had.
 */
public final class SwitchFolder {

  private final Path folder;

  public SwitchFolder(Path folder) {
    this.folder = folder;
  }

  /** Why nothing can be switched here, if nothing can. */
  public Optional<String> problem() {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(folder + " is no folder");
    }
    return Files.isWritable(folder) && Files.isExecutable(folder)
        ? Optional.empty()
        : Optional.of(folder + " cannot be written to by this service");
  }

  /** The colour that requests to a service go to. */
  public Colour live(String service) {
    return Files.exists(green(service), LinkOption.NOFOLLOW_LINKS) ? Colour.GREEN : Colour.BLUE;
  }

  /**
   * Sends requests to a service to this colour from now on; where they go there already, nothing
   * changes.
   */
  public void live(String service, Colour colour) throws IOException {
    Path flag = green(service);
    switch (colour) {
      case GREEN -> {
        try {
          Files.createFile(flag);
        } catch (FileAlreadyExistsException already) {
          // It may not be on disk yet.
        }
      }
      case BLUE -> Files.deleteIfExists(flag);
    }
    // The entry in the folder is all there is of a flag.
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private Path green(String service) {
    return folder.resolve(service + ".green");
  }
}
