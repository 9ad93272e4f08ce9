package dev.upkeep.notification.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.Event;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.RunReport;
import dev.upkeep.events.RunbookCompleted;
import dev.upkeep.events.TaskSummary.State;
import dev.upkeep.notification.News;
import dev.upkeep.notification.message.Message.Fact;
import dev.upkeep.notification.message.Message.Tone;
import dev.upkeep.system.Person.Language;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposerTest {
  private static final ZoneId BANGKOK = ZoneId.of("Asia/Bangkok");
  private final News news = News.ofNewRun();

  @Test
  void putsTheMeasuredResultIntoTheSubjectOfACompletedRun() {
    Message message = english(news.completed());

    assertThat(message.subject())
        .isEqualTo("[lcbp3-dms] Weekly database optimization completed: 412 MB reclaimed");
    assertThat(message.tone()).isEqualTo(Tone.GOOD);
    assertThat(message.paragraphs())
        .containsExactly(
            "It ran from Sun 22 Nov 2026, 02:00:00 (Asia/Bangkok) to Sun 22 Nov 2026, 02:03:12"
                + " (Asia/Bangkok), 3 min 12 s in all, started by its schedule.");
  }

  @Test
  void claimsNoResultThatNobodyMeasured() {
    RunReport empty =
        new RunReport(News.START, News.END, 1, List.of(), Evidence.none(), List.of(), List.of());
    Message message =
        english(
            new RunbookCompleted(
                news.ref(),
                News.START,
                News.END,
                List.of(news.summary("optimize", State.COMPLETED, null, empty))));

    assertThat(message.subject()).isEqualTo("[lcbp3-dms] Weekly database optimization completed");
  }

  @Test
  void showsEvidenceInReadableUnitsAndTables() {
    Message.Section task = english(news.completed()).sections().getFirst();

    assertThat(task.title()).isEqualTo("optimize (database.optimize on database): completed");
    assertThat(task.facts())
        .contains(new Fact("Reclaimed", "412 MB"), new Fact("checked tables", "12"));
    assertThat(task.tables().getFirst().title()).isEqualTo("Tables");
    assertThat(task.tables().getFirst().rows()).hasSize(2);
    assertThat(task.tables().getFirst().rows().getFirst()).contains("rfas", "900 MB");
    assertThat(task.tables().getLast().rows())
        .containsExactly(List.of("rebuild-table/rfas", "done", "8.42 s", ""));
  }

  @Test
  void saysOfAFailureWhatWhyWhatToDoWhatWasUndoneAndWhatNot() {
    Message message = english(news.failed("optimize"));

    assertThat(message.subject())
        .isEqualTo("[lcbp3-dms] Weekly database optimization: task optimize failed");
    assertThat(message.sections().getFirst().facts())
        .contains(
            new Fact("What failed", "step rebuild-table/rfas of database.optimize on database"),
            new Fact("Why", "MariaDB refused: table 'rfas' is crashed"),
            new Fact("What to do", "Run CHECK TABLE rfas and repair it, then run the task again"),
            new Fact("Undone", "lower-lock-wait"),
            new Fact("Not undone", "rebuild-table/workflow_instances"),
            new Fact("Attempts", "3"))
        .extracting(Fact::label)
        .contains("What happens next");
  }

  @Test
  void namesTheFailedTasksOfARun() {
    Message message =
        english(
            news.runbookFailed(
                news.summary("optimize", State.FAILED, "table crashed", News.failedReport()),
                news.summary("verify", State.NOT_STARTED, "needs optimize", null)));

    assertThat(message.subject())
        .isEqualTo("[lcbp3-dms] Weekly database optimization failed: optimize");
    assertThat(message.sections())
        .extracting(Message.Section::title)
        .containsExactly(
            "optimize (database.optimize on database): failed",
            "verify (database.verify on database): not started");
  }

  @Test
  void asksTheQuestionAndSaysHowToAnswerIt() {
    Message message = english(news.needsOperator("optimize"));

    assertThat(message.tone()).isEqualTo(Tone.ATTENTION);
    assertThat(message.sections().getFirst().facts())
        .contains(
            new Fact("To find out", "Is rfas_new still there?"),
            new Fact(
                "How to answer",
                "upkeep runs resolve " + news.run() + " optimize happened|did-not-happen|repeat"));
  }

  @Test
  void marksAPlanAndSaysThatNothingWasChanged() {
    Message message = english(news.asDryRun().completed());

    assertThat(message.subject()).startsWith("[lcbp3-dms] Plan: Weekly database optimization");
    assertThat(message.paragraphs().getFirst()).contains("Nothing was changed");
  }

  @Test
  void writesThaiForThaiReaders() {
    Message message =
        new Composer(new Reader(Language.TH, BANGKOK))
            .compose(notice(news.completed()), "ปรับฐานข้อมูลรายสัปดาห์ 🗄️");

    assertThat(message.subject())
        .isEqualTo("[lcbp3-dms] ปรับฐานข้อมูลรายสัปดาห์ 🗄️ เสร็จสมบูรณ์: คืนพื้นที่ 412 MB");
  }

  @Test
  void writesSomethingForEveryNoticeInEveryLanguage() {
    List<Event> all =
        List.of(
            news.completed(),
            news.runbookFailed(),
            news.cancelled(),
            news.skipped(),
            news.needsOperator("optimize"),
            news.taskNeedsOperator("optimize"),
            news.failed("optimize"));
    for (Language language : Language.values()) {
      for (Event event : all) {
        Message message =
            new Composer(new Reader(language, BANGKOK)).compose(notice(event), "Title");
        assertThat(message.subject()).startsWith("[lcbp3-dms] ").hasSizeLessThanOrEqualTo(120);
        assertThat(message.footer()).hasSize(2);
      }
    }
  }

  @Test
  void keepsTheSubjectOnOneShortLineWhateverTheTitle() {
    Message message =
        new Composer(new Reader(Language.EN, BANGKOK))
            .compose(
                notice(news.completed()),
                "a\r\nBcc: everybody@example.org\u202Egnp.exe " + "😀".repeat(500));

    assertThat(message.subject()).doesNotContain("\r", "\n", "\u202E");
    assertThat(message.subject().codePointCount(0, message.subject().length()))
        .isLessThanOrEqualTo(120);
  }

  @Test
  void readsAnyEvidence() {
    Evidence odd =
        Evidence.of("took-ms", 8420)
            .with("limit", java.time.Duration.ofMinutes(90))
            .with("cut-off", News.START)
            .with("used-percent", 12.345)
            .with("names", List.of("a", "b"))
            .with("nested", Map.of("rows", Map.of("deep", Map.of("deeper", 1))))
            .with("lengths", Map.of("data-bytes", 2048))
            .with("huge", new java.math.BigDecimal("1e400"))
            .with("ok", true);
    assertThat(new EvidenceView(new Reader(Language.EN, BANGKOK)).facts(odd))
        .contains(
            new Fact("Duration", "8.42 s"),
            new Fact("limit", "1 h 30 min"),
            new Fact("Cut-off", "Sun 22 Nov 2026, 02:00:00 (Asia/Bangkok)"),
            new Fact("used", "12.3 %"),
            new Fact("names", "a, b"),
            new Fact("lengths: data", "2.05 kB"),
            new Fact("ok", "yes"));
  }

  private Message english(Event event) {
    return new Composer(new Reader(Language.EN, BANGKOK)).compose(notice(event), news.title());
  }

  private static Notice notice(Event event) {
    return Notice.in(event).orElseThrow();
  }
}
