package dev.upkeep.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server in this JVM, which does with mail what a test asks of it. */
public final class MailServer implements AutoCloseable {
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = new Behaviour() {};
  private SMTPServer server;
  private int port;

  public MailServer() {
    this.server = started(0);
    this.port = server.getPortAllocated();
  }

  /** What a server may do otherwise than take the mail. */
  public interface Behaviour {
    default void recipient(String address) throws RejectException {}

    /** After the final dot, before the answer. */
    default void received() throws RejectException {}
  }

  /**
   * A mail as it arrived.
   *
   * @param raw its bytes, each as one character
   */
  public record Mail(String envelopeFrom, String recipient, String raw) {
    public MimeMessage parsed() {
      try {
        return new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    public String subject() {
      try {
        return parsed().getSubject();
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    public String header(String name) {
      try {
        return parsed().getHeader(name, "\n");
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public int port() {
    return port;
  }

  /** What has arrived so far, accepted or not. */
  public List<Mail> mails() {
    return mails;
  }

  public void behave(Behaviour other) {
    this.behaviour = other;
  }

  public void behaveWell() {
    this.behaviour = new Behaviour() {};
  }

  /** Nobody answers at the port any more. */
  public void goAway() {
    server.stop();
  }

  public void comeBack() {
    server = started(port);
  }

  @Override
  public void close() {
    server.stop();
  }

  private SMTPServer started(int at) {
    SMTPServer starting =
        SMTPServer.port(at)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("mail.example.org")
            .messageHandlerFactory(context -> new Receiving())
            .build();
    starting.start();
    return starting;
  }

  private final class Receiving implements MessageHandler {
    private String from = "";
    private String recipient = "";

    @Override
    public void from(String address) {
      from = address;
    }

    @Override
    public void recipient(String address) throws RejectException {
      behaviour.recipient(address);
      recipient = address;
    }

    @Override
    public String data(InputStream data) throws RejectException {
      try {
        mails.add(
            new Mail(
                from, recipient, new String(data.readAllBytes(), StandardCharsets.ISO_8859_1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      behaviour.received();
      return "taken";
    }

    @Override
    public void done() {}
  }
}
