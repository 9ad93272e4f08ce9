package dev.upkeep.standalone.demo;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.helper.BasicMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server on loopback that keeps what it accepts. */
final class MailSink implements AutoCloseable {
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final SMTPServer server;

  MailSink() {
    BasicMessageListener keep = (context, from, to, data) -> mails.add(Mail.read(to, data));
    this.server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("localhost")
            .messageHandler(keep)
            .build();
    server.start();
  }

  int port() {
    return server.getPortAllocated();
  }

  List<Mail> mails() {
    return List.copyOf(mails);
  }

  @Override
  public void close() {
    server.stop();
  }

  /** One mail as its recipient would see it. */
  record Mail(String to, String subject, String text) {

    static Mail read(String to, byte[] data) {
      try {
        MimeMessage message =
            new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
        return new Mail(to, message.getSubject(), textOf(message.getContent()));
      } catch (MessagingException | IOException e) {
        throw new IllegalStateException("a mail arrived that cannot be read", e);
      }
    }

    private static String textOf(Object content) throws MessagingException, IOException {
      if (content instanceof Multipart parts) {
        for (int i = 0; i < parts.getCount(); i++) {
          BodyPart part = parts.getBodyPart(i);
          if (part.isMimeType("text/plain") || part.isMimeType("multipart/*")) {
            return textOf(part.getContent());
          }
        }
      }
      return content.toString();
    }
  }
}
