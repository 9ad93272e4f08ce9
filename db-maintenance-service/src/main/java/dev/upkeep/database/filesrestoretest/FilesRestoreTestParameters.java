package dev.upkeep.database.filesrestoretest;

import dev.upkeep.system.amount.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * What {@code files.restore-test} can be told; the defaults are in the task's description.
 *
 * @param snapshot the beginning of the id of the one to test; the newest if it is not given
 * @param compareAtMost how much is compared with the files themselves, as in {@code 2gb}
 */
public record FilesRestoreTestParameters(@Nullable String snapshot, String compareAtMost) {

  long mostBytes() {
    return ByteSize.parse(compareAtMost).orElseThrow().bytes();
  }
}
