package dev.upkeep.notification;

import dev.upkeep.chassis.test.RoutesAssertion;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {

  @Test
  void areClosedToWhoeverLacksTheRoleAndDocumented(@TempDir Path folder, @TempDir Path systems)
      throws IOException {
    RoutesAssertion routes = RoutesAssertion.withTokensIn(folder);
    try (MailServer mail = new MailServer();
        ChatServer chat = new ChatServer();
        Notifying service = new Notifying(systems, mail, chat).withWeb(routes.settings())) {
      routes.walk(service.start());
    }
  }
}
