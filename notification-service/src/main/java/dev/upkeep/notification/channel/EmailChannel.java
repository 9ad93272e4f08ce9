package dev.upkeep.notification.channel;

import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.notification.channel.Answer.Accepted;
import dev.upkeep.notification.channel.Answer.NotNow;
import dev.upkeep.notification.channel.Answer.Refused;
import dev.upkeep.notification.message.Templates;
import dev.upkeep.system.Subscription;
import dev.upkeep.system.secret.ResolvedSecret;
import dev.upkeep.system.secret.Secret;
import dev.upkeep.system.secret.Secrets;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Mail by SMTP: one connection and one recipient per letter. */
final class EmailChannel implements Channel {
  private final MailSettings settings;
  private final Templates templates;
  private final Secrets secrets;
  private final MimeMail mails;
  private final Session session;

  EmailChannel(MailSettings settings, Templates templates, Secrets secrets) {
    this.settings = settings;
    this.templates = templates;
    this.secrets = secrets;
    this.mails = new MimeMail(settings);
    this.session = Session.getInstance(properties(settings));
  }

  @Override
  public Subscription.Channel kind() {
    return Subscription.Channel.EMAIL;
  }

  @Override
  public Answer send(Letter letter) {
    if (!settings.set()) {
      return new Refused(
          "no mail server is set",
          "Set upkeep.mail.host and upkeep.mail.from and start the service again");
    }
    MimeMessage mail;
    try {
      mail = mails.write(session, letter, templates.mail(letter.message()));
    } catch (AddressException e) {
      return new Refused(
          "the address of %s is not a mail address".formatted(letter.recipient()),
          "Correct 'email' in the system file");
    } catch (MessagingException e) {
      throw new IllegalStateException("cannot write the mail " + letter.deliveryId(), e);
    }
    return switch (password()) {
      case ResolvedSecret.NotFound(String why, String remedy) ->
          new NotNow("the mail password: " + why, remedy, Optional.empty(), false);
      case ResolvedSecret.Found(Secret password) -> {
        Masking.register(password.reveal());
        yield send(mail, password);
      }
    };
  }

  private Answer send(MimeMessage mail, Secret password) {
    var transport = new WatchedTransport(session, settings.host(), settings.port());
    try {
      transport.connect(
          settings.host(), settings.port(), orNull(settings.username()), orNull(password.reveal()));
    } catch (AuthenticationFailedException e) {
      // Its text may repeat what was sent.
      hangUp(transport);
      return notNow(
          "the mail server %s does not accept the user or the password",
          "Correct upkeep.mail.username or the password it refers to", false);
    } catch (MessagingException e) {
      hangUp(transport);
      return notNow(
          "no connection with the mail server %s: " + SmtpReplies.brief(e),
          "Check upkeep.mail.host, upkeep.mail.port and upkeep.mail.starttls, and that the server"
              + " runs",
          false);
    }
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
      return new Accepted();
    } catch (MessagingException e) {
      return judged(e, transport.everythingSent());
    } finally {
      hangUp(transport);
    }
  }

  private Answer judged(MessagingException trouble, boolean everythingSent) {
    Optional<SmtpReplies.Reply> reply = SmtpReplies.in(trouble);
    if (reply.isEmpty()) {
      return notNow(
          "the mail server %s broke off: " + SmtpReplies.brief(trouble),
          "Nothing needs to be done if the server comes back by itself",
          everythingSent);
    }
    String said = "the mail server " + settings.host() + " said: " + reply.get().text();
    return reply.get().permanent()
        ? new Refused(said, "Correct the address in the system file, or ask who runs the server")
        : new NotNow(
            said, "Nothing needs to be done if the server takes it later", Optional.empty(), false);
  }

  private NotNow notNow(String reason, String remedy, boolean uncertain) {
    String named = reason.replace("%s", settings.host() + ":" + settings.port());
    return new NotNow(named, remedy, Optional.empty(), uncertain);
  }

  private ResolvedSecret password() {
    return settings
        .passwordReference()
        .map(secrets::resolve)
        .orElseGet(() -> new ResolvedSecret.Found(new Secret("")));
  }

  /** What the server thinks of the farewell does not matter: it has answered for the mail. */
  private static void hangUp(WatchedTransport transport) {
    try {
      transport.close();
    } catch (MessagingException ignored) {
      // The connection is gone either way.
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Properties properties(MailSettings settings) {
    String timeout = Long.toString(settings.timeout().toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", timeout);
    properties.setProperty("mail.smtp.timeout", timeout);
    properties.setProperty("mail.smtp.writetimeout", timeout);
    properties.setProperty("mail.smtp.auth", Boolean.toString(!settings.username().isEmpty()));
    properties.setProperty(
        "mail.smtp.starttls.enable",
        Boolean.toString(settings.starttls() != MailSettings.StartTls.NEVER));
    properties.setProperty(
        "mail.smtp.starttls.required",
        Boolean.toString(settings.starttls() == MailSettings.StartTls.REQUIRED));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.sendpartial", "false");
    // Leaves without waiting for the answer to QUIT.
    properties.setProperty("mail.smtp.quitwait", "false");
    if (settings.set()) {
      properties.setProperty("mail.smtp.from", settings.sender().getAddress());
      properties.setProperty("mail.smtp.localhost", settings.domain());
    }
    return properties;
  }
}
