package dev.upkeep.database.physical;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Manifest;
import dev.upkeep.database.backupset.Manifest.SealedFile;
import dev.upkeep.database.backupset.Seal;
import dev.upkeep.database.backupset.Unpacking;
import dev.upkeep.database.sandbox.ServerProgram;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes a data folder of a physical backup: unpacks it, prepares it, compares every page's sum. */
public final class PreparedFiles {

  private static final Pattern PAGES = Pattern.compile(".+\\.ibd|ibdata\\d+|undo\\d+");
  private static final String SYSTEM = "ibdata1";
  private static final Pattern NO_SPACE = Pattern.compile("No space left|Errcode: 28|error 28");

  /** How InnoDB was laid out, which a server must be told; the rest it finds out itself. */
  private static final Pattern LAYOUT =
      Pattern.compile("innodb_(?:checksum_algorithm|data_file_path|page_size|undo_tablespaces)=.+");

  private final PhysicalTools tools;
  private final StepContext context;
  private final Path folder;
  private final List<String> complaints = new ArrayList<>();
  private int filesChecked;

  PreparedFiles(PhysicalTools tools, StepContext context, Path folder) {
    this.tools = tools;
    this.context = context;
    this.folder = folder;
  }

  /** What is wrong with the backup; file by file. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** How many files had their pages compared. */
  public int filesChecked() {
    return filesChecked;
  }

  /**
   * Makes it; stops at the first thing that is wrong but for pages, of which all are told.
   *
   * @param data the folder, which is made
   * @param share of the step that this is, for its progress
   * @throws Seal.WrongKey when the backup cannot be opened
   * @throws TargetProblem when the disk is in the way, and not the backup
   */
  public void make(BackupSource source, Manifest manifest, Path data, double share)
      throws Exception {
    Files.createDirectories(data);
    for (SealedFile file : manifest.files()) {
      context.safePoint("before-file");
      context.progress(0, "unpacking " + file.file());
      unpack(source, manifest, file, data);
    }
    if (complaints.isEmpty()) {
      context.safePoint("before-prepare");
      context.progress(share * 0.5, "preparing the copy");
      prepare(data);
    }
    if (complaints.isEmpty()) {
      comparePages(data, manifest.pageSize(), share);
    }
  }

  private void unpack(BackupSource source, Manifest manifest, SealedFile file, Path data)
      throws Exception {
    try (InputStream opened = source.target().open(manifest.name(), file.file());
        InputStream stream = Seal.unsealing(opened, manifest.sealing(), source.identity());
        ServerProgram tool =
            ServerProgram.start(
                context,
                folder,
                List.of(tools.unpacker().toString(), "-x", "-C", data.toString()),
                ServerProgram.Output.DROPPED)) {
      Optional<IOException> broken = fed(stream, tool);
      Optional<String> complaint = tool.complaint();
      if (complaint.isPresent()) {
        complain(file.file(), "mbstream says: " + complaint.get());
      } else if (broken.isPresent()) {
        throw broken.get();
      }
    } catch (Unpacking.CannotUnpack e) {
      complain(file.file(), "cannot be unpacked: " + e.getMessage());
    }
  }

  /** A program that gives up closes the pipe: what it says matters then, not that. */
  private static Optional<IOException> fed(InputStream stream, ServerProgram tool)
      throws Unpacking.CannotUnpack {
    try (OutputStream into = tool.input()) {
      Unpacking.transfer(stream, into);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private void prepare(Path data) throws Exception {
    try (ServerProgram tool =
        ServerProgram.start(
            context,
            folder,
            List.of(
                tools.program().toString(), "--no-defaults", "--prepare", "--target-dir=" + data),
            ServerProgram.Output.DROPPED)) {
      Optional<String> complaint = tool.complaint();
      if (complaint.isPresent()) {
        complain("mariadb-backup --prepare", complaint.get());
      }
    }
  }

  private void comparePages(Path data, int pageSize, double share) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(data)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> PAGES.matcher(file.getFileName().toString()).matches())
              .sorted()
              .toList();
    }
    for (Path file : files) {
      String name = data.relativize(file).toString();
      context.safePoint("before-pages");
      context.progress(
          share * (0.6 + 0.4 * filesChecked / files.size()), "comparing the pages of " + name);
      comparePages(file, name, pageSize);
      filesChecked++;
    }
  }

  private void comparePages(Path file, String name, int pageSize) throws Exception {
    if (!name.equals(SYSTEM)) {
      check(file, name, List.of());
      return;
    }
    // Its second and third extent are the doublewrite buffer: whatever was written there last,
    // whole or not.
    long extent = Math.max(64, (1 << 20) / pageSize);
    check(file, name, List.of("--end-page=" + (extent - 1)));
    check(file, name, List.of("--start-page=" + 3 * extent));
  }

  private void check(Path file, String name, List<String> pages) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(tools.pageChecker().toString());
    command.addAll(pages);
    command.add(file.toString());
    try (ServerProgram tool =
        ServerProgram.start(context, folder, command, ServerProgram.Output.DROPPED)) {
      Optional<String> complaint = tool.complaint();
      if (complaint.isPresent()) {
        complain(name, "a page is damaged: " + complaint.get());
      }
    }
  }

  /** How a server must be told to read the folder. */
  public List<String> serverArguments(Path data) throws IOException {
    return Files.readString(data.resolve("backup-my.cnf"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> LAYOUT.matcher(line).matches())
        .map(line -> "--" + line)
        .toList();
  }

  private void complain(String file, String what) throws TargetProblem {
    if (NO_SPACE.matcher(what).find()) {
      throw TargetProblem.passing(
          "The copy could not be made: %s: %s.".formatted(file, what),
          "Make room for the sandbox; the backup was not judged");
    }
    complaints.add(file + ": " + what);
  }
}
