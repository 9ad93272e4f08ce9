package dev.upkeep.scheduler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

  private static final LocalDateTime SUNDAY = LocalDateTime.parse("2026-11-22T11:00");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 2 * * SUN       | 2026-11-29T02:00, 2026-12-06T02:00
          0 2 * * 0         | 2026-11-29T02:00, 2026-12-06T02:00
          0 2 * * 7         | 2026-11-29T02:00, 2026-12-06T02:00
          0 11 * * *        | 2026-11-22T11:00, 2026-11-23T11:00
          15 30 4 * * *     | 2026-11-23T04:30:15, 2026-11-24T04:30:15
          @monthly          | 2026-12-01T00:00, 2027-01-01T00:00
          @yearly           | 2027-01-01T00:00, 2028-01-01T00:00
          @hourly           | 2026-11-22T11:00, 2026-11-22T12:00
          0 2 29 2 *        | 2028-02-29T02:00, 2032-02-29T02:00
          0 0 29 2 *        | 2028-02-29T00:00, 2032-02-29T00:00
          0 0 31 * *        | 2026-12-31T00:00, 2027-01-31T00:00, 2027-03-31T00:00
          0 0 L * *         | 2026-11-30T00:00, 2026-12-31T00:00, 2027-01-31T00:00, 2027-02-28T00:00
          0 0 L-3 * *       | 2026-11-27T00:00, 2026-12-28T00:00
          0 0 1,L * *       | 2026-11-30T00:00, 2026-12-01T00:00, 2026-12-31T00:00
          0 0 LW * *        | 2026-11-30T00:00, 2026-12-31T00:00, 2027-01-29T00:00
          0 0 15W * *       | 2026-12-15T00:00, 2027-01-15T00:00, 2027-02-15T00:00
          0 0 31W * *       | 2026-12-31T00:00, 2027-01-29T00:00, 2027-03-31T00:00
          0 0 1W 5 *        | 2027-05-03T00:00
          0 0 * * MON#1     | 2026-12-07T00:00, 2027-01-04T00:00
          0 0 * * 1#5       | 2026-11-30T00:00, 2027-03-29T00:00
          0 0 * * 5L        | 2026-11-27T00:00, 2026-12-25T00:00
          0 0 * * FRI-MON   | 2026-11-23T00:00, 2026-11-27T00:00, 2026-11-28T00:00, 2026-11-29T00:00, 2026-11-30T00:00, 2026-12-04T00:00
          0 22-2/2 * * *    | 2026-11-22T22:00, 2026-11-23T00:00, 2026-11-23T02:00, 2026-11-23T22:00
          5/15 11 * * *     | 2026-11-22T11:05, 2026-11-22T11:20, 2026-11-22T11:35, 2026-11-22T11:50, 2026-11-23T11:05
          0 0 1 jan,JUL ?   | 2027-01-01T00:00, 2027-07-01T00:00
          30 4 1,15 * 5     | 2026-11-27T04:30, 2026-12-01T04:30, 2026-12-04T04:30, 2026-12-11T04:30, 2026-12-15T04:30
          0 9 */2 * MON     | 2026-11-23T09:00, 2026-12-07T09:00
          0 0 29 2 MON#4    | 2027-02-22T00:00, 2028-02-28T00:00, 2028-02-29T00:00
          """)
  void isNextDue(String cron, String expected) {
    List<LocalDateTime> dates =
        List.of(expected.split(",\\s*")).stream().map(LocalDateTime::parse).toList();
    assertThat(next(good(cron), dates.size())).isEqualTo(dates);
  }

  @Test
  void waitsForLeapDaysOverTheCenturyThatHasNone() {
    assertThat(good("0 0 29 2 *").atOrAfter(LocalDateTime.parse("2096-03-01T00:00")))
        .contains(LocalDateTime.parse("2104-02-29T00:00"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0 2 30 2 *      | '0 2 30 2 *' is never due: no such day exists
          0 2 31 4,6 *    | '0 2 31 4,6 *' is never due: no such day exists
          0 0 31W 2 *     | '0 0 31W 2 *' is never due: no such day exists
          61 * * * *      | '61' is no minute
          * 25 * * *      | '25' is no hour
          0 0 0 * *       | '0' is no day of month
          0 0 32W * *     | '32' is no day of month
          0 0 L-31 * *    | 'L-31' is no day of month
          0 0 * 13 *      | '13' is no month
          0 0 * * 8       | '8' is no day of week
          0 0 * * MONDAY  | 'MONDAY' is no day of week
          0 0 * * MON#6   | 'MON#6' names no week of a month
          */0 * * * *     | the step in '*/0' does not fit the minute
          */70 * * * *    | the step in '*/70' does not fit the minute
          10-5 * * * *    | the range '10-5' of the minute runs backwards
          1,,2 * * * *    | '' is no minute
          -1 * * * *      | '-1' is no minute
          0 0 W * *       | 'W' is no day of month
          hello           | 'hello' has 1 fields
          * * * *         | '* * * *' has 4 fields
          * * * * * * *   | '* * * * * * *' has 7 fields
          @reboot         | '@reboot' is no nickname of a schedule
          99999999999 0 * * * | '99999999999' is no minute
          """)
  void saysWhatIsWrong(String cron, String expected) {
    assertThat(CronExpression.parse(cron))
        .isInstanceOfSatisfying(
            CronExpression.Parsed.Bad.class,
            bad -> {
              assertThat(bad.what()).isEqualTo(expected);
              assertThat(bad.remedy()).isNotBlank();
            });
  }

  /** Where cron-utils is known to be right, it is a second opinion. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/7 * * * *",
        "0 2 * * SUN",
        "0 0 L * *",
        "0 0 LW * *",
        "0 0 L-3 * *",
        "0 0 15W * *",
        "0 0 1W * *",
        "0 0 * * FRIL",
        "0 0 * * 1#1,3#3",
        "0 0 * * 1#5",
        "0 0 1-31/5 * *",
        "5/15 3 * * *",
        "0 0 31 * *",
        "0 2 29 2 *",
        "0 0 ? * MON-FRI",
        "0 0 * * 6-7",
        "0 0 * * */2",
        "0 0 */2 * MON",
        "0 0 1 jan,JUL *",
        "12,13 8-18/3 * 3-9 *"
      })
  void agreesWithCronUtils(String cron) {
    ExecutionTime other = ExecutionTime.forCron(new CronParser(cronUtils()).parse(cron));
    List<LocalDateTime> expected = new ArrayList<>();
    ZonedDateTime at = SUNDAY.minusSeconds(1).atZone(ZoneOffset.UTC);
    while (expected.size() < 60) {
      at = other.nextExecution(at).orElseThrow();
      expected.add(at.toLocalDateTime());
    }
    assertThat(next(good(cron), 60)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 2 * * SUN       | every Sunday at 02:00 Asia/Bangkok time
          0 2 * * *         | every day at 02:00 Asia/Bangkok time
          30 6,18 * * 1-5   | Monday to Friday at 06:30, 18:30 Asia/Bangkok time
          0 2 * * SAT,SUN   | every Sunday and Saturday at 02:00 Asia/Bangkok time
          0 2 * * SAT#1     | on the first Saturday of the month at 02:00 Asia/Bangkok time
          0 2 * * 5L        | on the last Friday of the month at 02:00 Asia/Bangkok time
          @monthly          | on day 1 of the month at 00:00 Asia/Bangkok time
          0 3 1,15 1,7 *    | on day 1 and 15 of the month in January and July at 03:00 Asia/Bangkok time
          0 3 L * *         | on the last day of the month at 03:00 Asia/Bangkok time
          */15 * * * *      | every 15 minutes, Asia/Bangkok time
          10 0 3 * * *      | every day at 03:00:10 Asia/Bangkok time
          */7 * * * *       | by cron '*/7 * * * *' in Asia/Bangkok time
          0 2 1 * MON       | by cron '0 2 1 * MON' in Asia/Bangkok time
          """)
  void isToldInWords(String cron, String words) {
    assertThat(new CronSchedule(good(cron), ZoneId.of("Asia/Bangkok"), DstRules.DEFAULT).describe())
        .isEqualTo(words);
  }

  private static List<LocalDateTime> next(CronExpression cron, int count) {
    List<LocalDateTime> next = new ArrayList<>();
    LocalDateTime from = SUNDAY;
    while (next.size() < count) {
      LocalDateTime found = cron.atOrAfter(from).orElseThrow();
      next.add(found);
      from = found.plusSeconds(1);
    }
    return next;
  }

  private static CronExpression good(String cron) {
    return ((CronExpression.Parsed.Good) CronExpression.parse(cron)).cron();
  }

  private static CronDefinition cronUtils() {
    return CronDefinitionBuilder.defineCron()
        .withMinutes()
        .withStrictRange()
        .and()
        .withHours()
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .supportsL()
        .supportsW()
        .supportsLW()
        .supportsQuestionMark()
        .withStrictRange()
        .and()
        .withMonth()
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .supportsHash()
        .supportsL()
        .supportsQuestionMark()
        .withStrictRange()
        .and()
        .matchDayOfWeekAndDayOfMonth()
        .instance();
  }
}
