package dev.upkeep.database.slowlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowLogReaderTest {

  /** As MariaDB 11.4 writes it, with a restart in between. */
  private static final String LOG =
      """
      /usr/sbin/mariadbd, Version: 11.4.5-MariaDB-log (MariaDB Server). started with:
      Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock
      Time\t\t    Id Command\tArgument
      # Time: 261122 13:58:03
      # User@Host: app[app] @ web [10.0.0.1]
      # Thread_id: 5  Schema: dms  QC_hit: No
      # Query_time: 2.500000  Lock_time: 0.000100  Rows_sent: 3  Rows_examined: 4000
      # Rows_affected: 0  Bytes_sent: 64
      use dms;
      SET timestamp=1795355883;
      SELECT *
        FROM rfas
       WHERE title = 'ขอ;
      อนุมัติ 🏗️';
      # User@Host: upkeep[upkeep] @ web [10.0.0.1]
      # Thread_id: 6  Schema:   QC_hit: No
      # Query_time: 0.000007  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 0
      #
      # explain: id\tselect_type\ttable
      # explain: 1\tSIMPLE\trfas
      #
      SET timestamp=1795355884;
      SELECT 2;
      /usr/sbin/mariadbd, Version: 11.4.5-MariaDB-log (MariaDB Server). started with:
      Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock
      Time\t\t    Id Command\tArgument
      # User@Host: app[app] @ web [10.0.0.1]
      # Query_time: 1.000000  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 0
      # administrator command: Ping;
      # User@Host: app[app] @ web [10.0.0.1]
      # Query_time: 3.000000  Lock_time: 0.000000  Rows_sent: 0  Rows_examined: 7
      SET timestamp=1795355999;
      SELECT * FROM rfas WHERE title = 'b';
      """;

  private static final String UNFINISHED =
      "# Query_time: 9.000000  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 7\nSELECT 'not yet";

  private static QueryClasses read(String log, int portion) throws IOException {
    var classes = new QueryClasses(true);
    new SlowLogReader().read(new Portions(log, portion), classes);
    return classes;
  }

  @Test
  void readsEachEntryOnceInWhateverPortionsTheLogComes() throws IOException {
    for (int portion : List.of(1, 7, 100, 1 << 16)) {
      QueryClasses classes = read(LOG, portion);

      assertThat(classes.entries()).isEqualTo(4);
      QueryClass slowest = classes.byTime().getFirst();
      assertThat(slowest.text()).isEqualTo("select * from rfas where title = ?");
      assertThat(slowest.calls()).isEqualTo(2);
      assertThat(slowest.totalMicros()).isEqualTo(5_500_000);
      assertThat(slowest.maxMicros()).isEqualTo(3_000_000);
      assertThat(slowest.rowsExamined()).isEqualTo(4007);
      assertThat(slowest.lastAtSeconds()).isEqualTo(1795355999);
      assertThat(slowest.slowest()).isEqualTo("SELECT * FROM rfas WHERE title = 'b'");
      assertThat(classes.byTime())
          .extracting(QueryClass::text)
          .containsExactly(
              "select * from rfas where title = ?", "administrator command: Ping", "select ?");
    }
  }

  @Test
  void leavesAnEntryThatIsStillBeingWrittenForTheNextTime() throws IOException {
    var classes = new QueryClasses(false);
    String log = LOG + UNFINISHED;

    long read = new SlowLogReader().read(new Portions(log, 1000), classes);

    assertThat(classes.entries()).isEqualTo(4);
    assertThat(read).isEqualTo(LOG.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void keepsItsMemoryWhenAnEntryIsEndless() throws IOException {
    String endless = "SELECT '" + "x".repeat(20_000_000) + "' FROM t;\n";
    String log =
        LOG.substring(0, LOG.indexOf("SELECT *"))
            + endless
            + LOG.substring(LOG.indexOf("# User@Host: upkeep"));

    assertThat(read(log, 1 << 16).entries()).isEqualTo(4);
  }

  @Test
  void tellsTheTimeThatMostCallsStayUnder() throws IOException {
    var log = new StringBuilder();
    for (int i = 1; i <= 100; i++) {
      log.append(
          "# Query_time: %d.000000  Lock_time: 0.0  Rows_sent: 0  Rows_examined: 1\nSELECT %d;\n"
              .formatted(i, i));
    }
    QueryClass one = read(log.toString(), 1000).byTime().getFirst();
    assertThat(one.calls()).isEqualTo(100);
    assertThat(one.p95Micros()).isBetween(95_000_000L, 100_000_000L);
  }

  /** Gives a few bytes at a time, as a socket or a pipe may. */
  private static final class Portions extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int portion;

    Portions(String text, int portion) {
      this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      this.portion = portion;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return bytes.read(into, offset, Math.min(length, portion));
    }
  }
}
