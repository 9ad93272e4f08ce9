package dev.upkeep.notification.channel;

import jakarta.mail.MessagingException;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** What an SMTP server said, out of the chain of exceptions it arrives in. */
final class SmtpReplies {
  private static final int LONGEST = 300;

  private SmtpReplies() {}

  /**
   * A reply of the server.
   *
   * @param code as RFC 5321 §4.2 has it
   */
  record Reply(int code, String text) {
    /** 5yz: the same again will fail again. */
    boolean permanent() {
      return code >= 500 && code < 600;
    }
  }

  /** The reply that speaks of one address if there is one, otherwise the one that speaks of all. */
  static Optional<Reply> in(MessagingException trouble) {
    Reply last = null;
    for (Exception e = trouble; e != null; e = next(e)) {
      Reply reply = reply(e);
      if (reply != null && reply.code() >= 400) {
        last = reply;
      }
    }
    return Optional.ofNullable(last);
  }

  /** The trouble in a line, for people. */
  static String brief(MessagingException trouble) {
    Throwable deepest = trouble;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage();
    return line(text == null ? deepest.getClass().getSimpleName() : text);
  }

  private static @Nullable Reply reply(Exception e) {
    return switch (e) {
      case SMTPAddressFailedException a -> new Reply(a.getReturnCode(), line(a.getMessage()));
      case SMTPSenderFailedException s -> new Reply(s.getReturnCode(), line(s.getMessage()));
      case SMTPSendFailedException s -> new Reply(s.getReturnCode(), line(s.getMessage()));
      default -> null;
    };
  }

  private static @Nullable Exception next(Exception e) {
    return e instanceof MessagingException messaging ? messaging.getNextException() : null;
  }

  private static String line(@Nullable String text) {
    String line = text == null ? "" : text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
