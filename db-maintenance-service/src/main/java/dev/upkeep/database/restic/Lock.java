package dev.upkeep.database.restic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Somebody works on a repository, or did when it died.
 *
 * @param hostname of the machine, as its kernel calls it
 * @param username of the account
 * @param pid of the process
 */
record Lock(String hostname, String username, long pid) {

  /** Whether it was left by a process of this machine and this account that is gone. */
  boolean isOwnAndDead() {
    return hostname.equals(thisHost())
        && username.equals(System.getProperty("user.name"))
        && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static String thisHost() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
