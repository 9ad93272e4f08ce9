package dev.upkeep.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.embedded.ServerCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSystemTest {

  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final SampleSize SIZE = new SampleSize(20_000, 20_000, 2_000, 500, 3_000, 500, 50);

  @TempDir private static Path folder;
  private static SampleSystem system;

  @BeforeAll
  static void start() {
    system = SampleSystem.start(folder.resolve("one"), ServerCache.ofUser(), CLOCK, SIZE);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void countsWhatIsThereAndWhatIsDueForCleanup() {
    SampleReport report = system.report();

    assertThat(report.table("audit_logs"))
        .isEqualTo(new SampleReport.Table("audit_logs", 3_000, 900));
    assertThat(report.table("audit_logs_archive").rows()).isZero();
    assertThat(report.table("notifications"))
        .isEqualTo(new SampleReport.Table("notifications", 500, 150));
    assertThat(report.table("temp_uploads"))
        .isEqualTo(new SampleReport.Table("temp_uploads", 50, 30));
    assertThat(report.table("rfas").rows()).isEqualTo(2_000);
    assertThat(report.table("correspondences").rows()).isBetween(4_500L, 5_500L);
    assertThat(report.table("attachments").rows()).isBetween(5_500L, 6_500L);
  }

  @Test
  void keepsOver200_000RowsInItsUsualSize() {
    SampleSize usual = SampleSize.demonstration();
    long staying =
        usual.correspondences() * 25 / 100
            + usual.attachments() * 30 / 100
            + usual.rfas()
            + usual.workflowInstances()
            + usual.auditLogs()
            + usual.notifications()
            + usual.tempUploads();
    assertThat(staying).isGreaterThan(205_000);
  }

  @Test
  void writesThaiAndEmojiThatComeBackAsTheyWere() throws SQLException {
    assertThat(asMaintenance("SELECT COUNT(*) FROM correspondences WHERE title LIKE '%📈%'"))
        .isNotEqualTo("0");
    assertThat(
            asMaintenance(
                "SELECT COUNT(*) FROM correspondences WHERE body NOT LIKE 'เรียน ผู้จัดการโครงการ — %'"))
        .isEqualTo("0");
    assertThat(asMaintenance("SELECT COUNT(*) FROM audit_logs WHERE JSON_VALID(changes) = 0"))
        .isEqualTo("0");
    assertThat(
            asMaintenance(
                "SELECT HEX(LEFT(message, 1)) FROM notifications WHERE message LIKE 'เ%' LIMIT 1"))
        .isEqualTo("E0B980");
  }

  @Test
  void writesAgesInTheZoneOfTheApplication() throws SQLException {
    // 2026-11-22T02:00Z is 09:00 in Bangkok; the youngest audit log is a minute old.
    assertThat(asMaintenance("SELECT MAX(created_at) FROM audit_logs"))
        .startsWith("2026-11-22 08:59:00");
  }

  @Test
  void leavesHolesThatOnlyARebuildGivesBack() throws SQLException {
    for (String table : new String[] {"correspondences", "attachments"}) {
      long before = fileSize(table);
      asMaintenance("OPTIMIZE TABLE " + table);
      assertThat(fileSize(table)).as(table).isLessThan(before * 6 / 10);
    }
  }

  @Test
  void hasAHealthyTableThatARebuildDoesNotShrink() throws SQLException {
    long before = fileSize("rfas");
    asMaintenance("OPTIMIZE TABLE rfas");
    assertThat(fileSize("rfas")).isGreaterThanOrEqualTo(before * 9 / 10);
  }

  @Test
  void givesMaintenanceNoMoreRightsThanItNeeds() {
    assertThatThrownBy(() -> asMaintenance("UPDATE rfas SET revision = 9"))
        .hasMessageContaining("denied");
    assertThatThrownBy(() -> asMaintenance("SELECT * FROM mysql.global_priv"))
        .hasMessageContaining("denied");
  }

  @Test
  void hidesTheGeneratedPasswordFromOthers() throws IOException {
    assertThat(Files.getPosixFilePermissions(system.passwordFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(system.jdbcUrl()).doesNotContain(Files.readString(system.passwordFile()).strip());
  }

  @Test
  void hasAFileForEveryTemporaryUpload() throws SQLException {
    String path = asMaintenance("SELECT file_path FROM temp_uploads WHERE id = 7");
    String size = asMaintenance("SELECT size_bytes FROM temp_uploads WHERE id = 7");
    assertThat(system.uploads().resolve(path)).hasSize(Long.parseLong(size));
    assertThat(system.uploads().resolve("temp")).isDirectoryContaining(file -> true);
  }

  @Test
  void makesTheSameRowsFromTheSameSizeAndInstant() throws SQLException {
    try (SampleSystem first = small("first");
        SampleSystem second = small("second")) {
      for (String table : new String[] {"audit_logs", "notifications", "correspondences"}) {
        assertThat(checksum(first, table)).as(table).isEqualTo(checksum(second, table));
      }
    }
  }

  @Test
  void findsItsTablesAtTheNextStartAsMaintenanceLeftThem() throws SQLException {
    try (SampleSystem first = small("again")) {
      try (Connection connection = first.mariaDb().connectAsRoot();
          Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM lcbp3_dms.notifications WHERE id <= 100");
      }
    }
    try (SampleSystem second = small("again")) {
      assertThat(second.report().table("notifications").rows())
          .isEqualTo(SampleSize.small().notifications() - 100);
    }
  }

  private static SampleSystem small(String name) {
    return SampleSystem.start(
        folder.resolve(name), ServerCache.ofUser(), CLOCK, SampleSize.small());
  }

  private static String asMaintenance(String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            system.jdbcUrl(),
            SampleSystem.ACCOUNT,
            Files.readString(system.passwordFile()).strip())) {
      return first(connection, sql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String checksum(SampleSystem of, String table) throws SQLException {
    try (Connection connection = of.mariaDb().connectAsRoot();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("CHECKSUM TABLE lcbp3_dms." + table)) {
      rows.next();
      return rows.getString(2);
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return statement.getUpdateCount() + " rows";
      }
      try (ResultSet rows = statement.getResultSet()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private static long fileSize(String table) {
    Path file =
        folder.resolve("one/mariadb/data").resolve(SampleSystem.SCHEMA).resolve(table + ".ibd");
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
