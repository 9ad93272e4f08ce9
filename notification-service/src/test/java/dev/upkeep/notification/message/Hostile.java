package dev.upkeep.notification.message;

import java.util.List;

/** Text that wants to be more than text. */
public final class Hostile {
  public static final List<String> TEXTS =
      List.of(
          "a\r\nBcc: everybody@example.org",
          "a\nSubject: other",
          "a\r\n\r\n<html>body",
          "a\u2028Bcc: x@example.org",
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(1)>",
          "\"><a href=\"https://evil.example\">click</a>",
          "' onmouseover='alert(1)",
          "&lt;script&gt;",
          "<!channel> <!here> <!everyone>",
          "<@U012AB3CD> <#C012AB3CD> <!subteam^S012AB3CD>",
          "@channel @here @everyone @all",
          "<https://evil.example|your bank>",
          "[your bank](https://evil.example)",
          "![x](https://evil.example/pixel.png)",
          "``` @channel ``` <!channel>",
          "*bold* _italic_ ~struck~ `code`",
          "{{subject}} {{{html}}} {{#sections}}",
          "{title} {rest} ${env:HOME} ${file:/etc/passwd}",
          "%s %n %x",
          "\u0000\u0001\u0007\u001b[31mred",
          "\u202Etxt.exe\u2066",
          "=?UTF-8?B?Qmng?=",
          ".\r\nQUIT\r\n",
          "สวัสดี 🙏🏽 ชื่อไฟล์ 👩‍👩‍👧",
          "x".repeat(20_000));

  private Hostile() {}
}
