package dev.upkeep.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.upkeep.notification.MailServer;
import dev.upkeep.notification.News;
import dev.upkeep.notification.Notifying;
import dev.upkeep.notification.channel.Answer.Accepted;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Answer.Refused;
import dev.upkeep.notification.channel.MailSettings.StartTls;
import dev.upkeep.notification.message.Composer;
import dev.upkeep.notification.message.Hostile;
import dev.upkeep.notification.message.Message;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.notification.message.Reader;
import dev.upkeep.notification.message.Templates;
import dev.upkeep.system.Person.Language;
import dev.upkeep.system.secret.Secrets;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.subethamail.smtp.RejectException;

class EmailChannelTest {
  static final List<String> texts = Hostile.TEXTS;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Long enough for a busy machine to get as far as the final dot. */
  private static final Duration IMPATIENT = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final MailServer server = new MailServer();
  private final News news = News.ofNewRun();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void writesAMailThatClientsThreadAndFiltersSort() throws Exception {
    UUID before = UUID.randomUUID();
    Letter letter = letter("Weekly database optimization", Optional.of(before), "ops@example.org");

    assertThat(channel().send(letter)).isInstanceOf(Accepted.class);

    MailServer.Mail mail = server.mails().getFirst();
    MimeMessage parsed = mail.parsed();
    assertThat(mail.envelopeFrom()).isEqualTo("upkeep@example.org");
    assertThat(mail.recipient()).isEqualTo("ops@example.org");
    assertThat(mail.header("Message-ID")).isEqualTo("<" + letter.deliveryId() + "@example.org>");
    assertThat(mail.header("In-Reply-To")).isEqualTo("<" + before + "@example.org>");
    assertThat(mail.header("References").replaceAll("\\s+", " "))
        .isEqualTo("<" + news.run() + ".run@example.org> <" + before + "@example.org>");
    assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(mail.header("List-Id")).isEqualTo("<lcbp3-dms.upkeep.example.org>");
    assertThat(parsed.getSentDate()).isEqualTo(Date.from(News.END));
    assertThat(parsed.getAllRecipients()).hasSize(1);
    assertThat(parsed.getFrom()[0].toString()).isEqualTo("Upkeep <upkeep@example.org>");
  }

  @Test
  void sendsTextAndHtmlTheRicherOneLastBothInUtf8() throws Exception {
    String title = "ปรับฐานข้อมูลรายสัปดาห์ 🗄️";
    channel().send(letter(title, Optional.empty(), "ops@example.org"));

    MimeMessage parsed = server.mails().getFirst().parsed();
    assertThat(parsed.getSubject()).isEqualTo("[lcbp3-dms] " + title + ": task optimize failed");
    assertThat(parsed.getContentType()).startsWith("multipart/alternative");
    MimeMultipart forms = (MimeMultipart) parsed.getContent();
    assertThat(forms.getCount()).isEqualTo(2);
    BodyPart text = forms.getBodyPart(0);
    BodyPart html = forms.getBodyPart(1);
    assertThat(text.getContentType())
        .containsIgnoringCase("text/plain")
        .containsIgnoringCase("utf-8");
    assertThat(html.getContentType())
        .containsIgnoringCase("text/html")
        .containsIgnoringCase("utf-8");
    assertThat((String) text.getContent()).contains(title);
    assertThat((String) html.getContent()).contains(title).contains("<html lang=\"en\">");
    assertThat(server.mails().getFirst().raw().lines().mapToInt(String::length).max().orElse(0))
        .isLessThanOrEqualTo(998);
  }

  @ParameterizedTest
  @FieldSource("texts")
  void addsNoHeaderAndNoRecipientThatTextFromOutsideAsksFor(String hostile) throws Exception {
    assertThat(channel().send(letter(hostile, Optional.empty(), "ops@example.org")))
        .isInstanceOf(Accepted.class);

    MailServer.Mail mail = server.mails().getFirst();
    List<String> names = new ArrayList<>();
    Collections.list(mail.parsed().getAllHeaders()).forEach(header -> names.add(header.getName()));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "In-Reply-To",
            "References",
            "Auto-Submitted",
            "X-Auto-Response-Suppress",
            "List-Id",
            "Content-Language",
            "MIME-Version",
            "Content-Type",
            "Received");
    assertThat(mail.parsed().getAllRecipients()).hasSize(1);
    assertThat(((MimeMultipart) mail.parsed().getContent()).getCount()).isEqualTo(2);
  }

  @Test
  void triesLaterWhenTheServerIsAwayOrSaysLater() {
    server.behave(
        new MailServer.Behaviour() {
          @Override
          public void recipient(String address) throws RejectException {
            throw new RejectException(450, "4.2.0 greylisted, come back");
          }
        });
    assertThat(channel().send(letter()))
        .isInstanceOfSatisfying(
            NotNow.class,
            notNow -> {
              assertThat(notNow.reason()).contains("450", "greylisted");
              assertThat(notNow.uncertain()).isFalse();
            });

    server.goAway();
    assertThat(channel().send(letter()))
        .isInstanceOfSatisfying(
            NotNow.class,
            notNow -> {
              assertThat(notNow.reason()).contains("127.0.0.1:" + server.port());
              assertThat(notNow.uncertain()).isFalse();
            });
  }

  @Test
  void givesUpAtOnceWhenTheServerRefusesTheRecipientForGood() {
    server.behave(
        new MailServer.Behaviour() {
          @Override
          public void recipient(String address) throws RejectException {
            throw new RejectException(550, "5.1.1 no such user");
          }
        });

    assertThat(channel().send(letter()))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).contains("550", "no such user"));
  }

  @Test
  void givesUpAtOnceWhenTheServerRefusesTheContentForGood() {
    server.behave(
        new MailServer.Behaviour() {
          @Override
          public void received() throws RejectException {
            throw new RejectException(554, "5.7.1 looks like spam");
          }
        });

    assertThat(channel().send(letter())).isInstanceOf(Refused.class);
  }

  @Test
  void doesNotKnowWhetherAMailArrivedWhoseFinalDotWasNotAnswered() {
    CountDownLatch silence = new CountDownLatch(1);
    server.behave(
        new MailServer.Behaviour() {
          @Override
          public void received() {
            try {
              silence.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });

    Answer answer =
        channel(
                new MailSettings(
                    "127.0.0.1",
                    server.port(),
                    "Upkeep <upkeep@example.org>",
                    "",
                    "",
                    StartTls.OFFERED,
                    "",
                    IMPATIENT))
            .send(letter());
    silence.countDown();

    assertThat(answer)
        .isInstanceOfSatisfying(NotNow.class, notNow -> assertThat(notNow.uncertain()).isTrue());
  }

  @Test
  void refusesWithARemedyWhereNoServerIsSet() {
    Channel unset = channel(settings("", 25, "", "", StartTls.REQUIRED));

    assertThat(unset.send(letter()))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.remedy()).contains("upkeep.mail.host"));
  }

  @Test
  void sendsNothingOverAnOpenLineWhereEncryptionIsRequired() {
    Channel strict = channel(settings("127.0.0.1", server.port(), "", "", StartTls.REQUIRED));

    assertThat(strict.send(letter())).isInstanceOf(NotNow.class);
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void namesAPasswordFileThatIsMissingAndNeverSaysThePassword() throws IOException {
    Channel without =
        channel(
            settings("127.0.0.1", server.port(), "me", "file:/nowhere/at/all", StartTls.REQUIRED));
    assertThat(without.send(letter()))
        .isInstanceOfSatisfying(
            NotNow.class, notNow -> assertThat(notNow.reason()).contains("/nowhere/at/all"));

    Path file = Notifying.secret(folder, "hunter2");
    MailSettings set =
        settings("127.0.0.1", server.port(), "me", "file:" + file, StartTls.REQUIRED);
    assertThat(channel(set).send(letter()).toString() + set).doesNotContain("hunter2");
  }

  @Test
  void refusesAnAddressThatIsNone() {
    assertThat(channel().send(letter("t", Optional.empty(), "a@b@c"))).isInstanceOf(Refused.class);
  }

  @Test
  void refusesSettingsThatWouldExposeAPassword() {
    assertThatThrownBy(() -> settings("h", 25, "me", "file:/p", StartTls.OFFERED))
        .hasMessageContaining("upkeep.mail.starttls")
        .hasMessageContaining("required");
    assertThatThrownBy(() -> settings("h", 25, "me", "hunter2", StartTls.REQUIRED))
        .hasMessageContaining("file:/absolute/path")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(
            () -> new MailSettings("h", 25, "nobody", "", "", StartTls.REQUIRED, "", TIMEOUT))
        .hasMessageContaining("upkeep.mail.from");
  }

  private Channel channel() {
    return channel(settings("127.0.0.1", server.port(), "", "", StartTls.OFFERED));
  }

  private static Channel channel(MailSettings settings) {
    return new EmailChannel(settings, Templates.shipped(), new Secrets(Map.of()));
  }

  private static MailSettings settings(
      String host, int port, String user, String password, StartTls starttls) {
    return new MailSettings(
        host, port, "Upkeep <upkeep@example.org>", user, password, starttls, "", TIMEOUT);
  }

  private Letter letter() {
    return letter("Weekly database optimization", Optional.empty(), "ops@example.org");
  }

  private Letter letter(String title, Optional<UUID> before, String address) {
    Message message =
        new Composer(new Reader(Language.EN, ZoneOffset.UTC))
            .compose(Notice.in(news.failed("optimize", title, title)).orElseThrow(), title);
    return new Letter(
        UUID.randomUUID(),
        news.run(),
        before,
        "lcbp3-dms",
        "Operations " + title,
        address,
        News.END,
        message);
  }
}
