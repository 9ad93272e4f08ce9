package dev.upkeep.notification.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * An SMTP connection that knows whether the final dot was sent. If it was and no answer came, the
 * server may have taken the mail (RFC 1047): before it, it cannot have.
 */
final class WatchedTransport extends SMTPTransport {
  private boolean everythingSent;

  WatchedTransport(Session session, String host, int port) {
    super(session, new URLName("smtp", host, port, null, null, null));
  }

  boolean everythingSent() {
    return everythingSent;
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    everythingSent = true;
    super.finishData();
  }
}
