package dev.upkeep.systemtest;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.BasicMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A real SMTP server on loopback that wants STARTTLS and a password, keeps what it accepts, and may
 * be away for a while.
 */
final class MailServer implements AutoCloseable {
  static final String USER = "upkeep-sender";

  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final SSLContext tls;
  private final int port;
  private SMTPServer server;

  /**
   * A mail as it arrived.
   *
   * @param raw its bytes, each as one character
   */
  record Mail(String to, String raw) {
    boolean isAbout(UUID runbookRun) {
      return raw.contains(runbookRun + ".run@");
    }
  }

  MailServer(SSLContext tls) {
    this.tls = tls;
    this.server = listening(0);
    this.port = server.getPortAllocated();
  }

  private SMTPServer listening(int at) {
    BasicMessageListener keep =
        (context, from, to, data) ->
            mails.add(new Mail(to, new String(data, StandardCharsets.ISO_8859_1)));
    SMTPServer listening =
        SMTPServer.port(at)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("localhost")
            .startTlsSocketFactory(tls)
            .requireTLS()
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, context) -> {
                      if (!USER.equals(user) || !Planted.MAIL_PASSWORD.equals(password)) {
                        throw new LoginFailedException();
                      }
                    }))
            .messageHandler(keep)
            .build();
    listening.start();
    return listening;
  }

  int port() {
    return port;
  }

  List<Mail> mails() {
    return List.copyOf(mails);
  }

  List<Mail> about(UUID runbookRun) {
    return mails.stream().filter(mail -> mail.isAbout(runbookRun)).toList();
  }

  /** Nobody listens at the port any more. */
  void goAway() {
    server.stop();
  }

  void comeBack() {
    server = listening(port);
  }

  @Override
  public void close() {
    server.stop();
  }
}
