package dev.upkeep.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationServiceTest {
  @TempDir private Path folder;
  private final MailServer mail = new MailServer();
  private final ChatServer chat = new ChatServer();
  private final Bus bus = new Bus();
  private Notifying service;

  @BeforeEach
  void prepare() throws IOException {
    service = new Notifying(folder, mail, chat);
  }

  @AfterEach
  void stop() {
    service.close();
    bus.close();
    mail.close();
    chat.close();
  }

  @Test
  void tellsOperatorsByMailAndChatThatATaskFailed() {
    service.start();
    News news = News.ofNewRun();

    bus.tell(news.started());
    bus.tell(news.failed("optimize"));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> mail.mails().size() == 1 && chat.posts().size() == 1);
    assertThat(mail.mails().getFirst().recipient()).isEqualTo("ops@example.org");
    assertThat(chat.posts().getFirst().get("channel").asString()).isEqualTo("#ops");
    await().untilAsserted(() -> assertThat(states()).containsOnly("ACCEPTED"));
  }

  private List<String> states() {
    return service.jdbc().sql("SELECT state FROM delivery").query(String.class).list();
  }
}
