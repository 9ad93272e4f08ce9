package dev.upkeep.database.filesbackup;

import dev.upkeep.chassis.task.Precheck;
import dev.upkeep.database.restic.FileSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whether what is to be kept is there. What is not there restic would pass over in silence. */
final class FilesBackupPrecheck {

  private FilesBackupPrecheck() {}

  static Precheck of(FileSet files) throws IOException {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!encoding.equals("UTF-8")) {
      return Precheck.fail(
          "This service reads the names of files as %s, and takes one for another."
              .formatted(encoding),
          "Start it with LC_ALL=C.UTF-8 in its environment");
    }
    for (Path path : files.component().paths()) {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return Precheck.fail(
            "%s is not there.".formatted(path),
            "Mount the disk it is on, or correct 'paths' of %s in the system file"
                .formatted(files.label()));
      }
      Path real = path.toRealPath();
      if (!real.equals(path)) {
        return Precheck.fail(
            "%s is a link, or below one: the link would be kept and not what it leads to."
                .formatted(path),
            "Write %s under 'paths' of %s in the system file".formatted(real, files.label()));
      }
      if (!Files.isReadable(path)) {
        return Precheck.fail(
            "%s cannot be read.".formatted(path),
            "Let the account of this service (%s) read it"
                .formatted(System.getProperty("user.name")));
      }
    }
    return Precheck.go();
  }
}
