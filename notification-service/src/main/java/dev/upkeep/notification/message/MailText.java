package dev.upkeep.notification.message;

/**
 * A message as mail: the same news twice, as plain text and as HTML.
 *
 * @param subject one line
 */
public record MailText(String subject, String text, String html) {}
