package dev.upkeep.sample;

/**
 * How many rows are written into each table. Of {@code correspondences} three quarters and of
 * {@code attachments} seven tenths are deleted again afterwards, to leave holes.
 */
public record SampleSize(
    long correspondences,
    long attachments,
    long rfas,
    long workflowInstances,
    long auditLogs,
    long notifications,
    long tempUploads) {

  private static final long LARGEST = 10_000_000;

  public SampleSize {
    for (long rows :
        new long[] {
          correspondences,
          attachments,
          rfas,
          workflowInstances,
          auditLogs,
          notifications,
          tempUploads
        }) {
      if (rows < 10 || rows > LARGEST) {
        throw new IllegalArgumentException(
            "A sample table of %d rows; between 10 and %d are possible".formatted(rows, LARGEST));
      }
    }
  }

  /** What the demonstration uses: over 200,000 rows that stay. */
  public static SampleSize demonstration() {
    return new SampleSize(40_000, 40_000, 25_000, 25_000, 120_000, 14_000, 800);
  }

  /** For tests: made in under a second. */
  public static SampleSize small() {
    return new SampleSize(4_000, 4_000, 1_000, 500, 2_000, 500, 50);
  }
}
