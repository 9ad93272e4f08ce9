package dev.upkeep.notification.channel;

import dev.upkeep.notification.message.MailText;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;

/**
 * A letter as RFC 5322 and MIME have it. All mails of one runbook run refer to one root, which is
 * never sent itself, so that they are one thread in any order of arrival.
 */
final class MimeMail {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final MailSettings settings;

  MimeMail(MailSettings settings) {
    this.settings = settings;
  }

  /**
   * Writes the mail.
   *
   * @throws MessagingException if an address is none
   */
  MimeMessage write(Session session, Letter letter, MailText text) throws MessagingException {
    MimeMessage mail = new WithOwnId(session, messageId(letter.deliveryId()));
    mail.setFrom(settings.sender());
    mail.setRecipient(RecipientType.TO, recipient(letter));
    mail.setSubject(text.subject(), UTF_8);
    mail.setSentDate(Date.from(letter.writtenAt()));
    String root = "<" + letter.thread() + ".run@" + settings.domain() + ">";
    Optional<String> before = letter.answersTo().map(this::messageId);
    mail.setHeader("In-Reply-To", before.orElse(root));
    mail.setHeader("References", before.map(id -> root + " " + id).orElse(root));
    // RFC 3834: no out-of-office answer to this.
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Auto-Response-Suppress", "All");
    // RFC 2919: what filters go by.
    mail.setHeader("List-Id", "<" + letter.system() + ".upkeep." + settings.domain() + ">");
    mail.setHeader("Content-Language", letter.message().language().tag());
    mail.setContent(bothForms(text));
    mail.saveChanges();
    return mail;
  }

  /** The same at every attempt, so that a receiver can tell a repetition. */
  String messageId(UUID deliveryId) {
    return "<" + deliveryId + "@" + settings.domain() + ">";
  }

  /** The richest form last (RFC 2046 §5.1.4). */
  private static MimeMultipart bothForms(MailText text) throws MessagingException {
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(text.text(), UTF_8);
    MimeBodyPart html = new MimeBodyPart();
    html.setText(text.html(), UTF_8, "html");
    return new MimeMultipart("alternative", plain, html);
  }

  private static InternetAddress recipient(Letter letter) throws MessagingException {
    InternetAddress address = new InternetAddress(letter.address(), true);
    try {
      return new InternetAddress(address.getAddress(), letter.recipient(), UTF_8);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java platform has UTF-8", e);
    }
  }

  /** Jakarta Mail makes an id of its own whenever a message is saved. */
  private static final class WithOwnId extends MimeMessage {
    private final String id;

    WithOwnId(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
