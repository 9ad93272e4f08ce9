package dev.upkeep.notification.channel;

import dev.upkeep.notification.message.Templates;
import dev.upkeep.system.secret.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ways to reach people, as the settings have them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MailSettings.class, ChatSettings.class})
class ChannelConfiguration {

  /**
   * {@code upkeep.templates-folder} may hold the operators' own {@code mail.html} and {@code
   * mail.txt}.
   */
  @Bean
  Templates templates(@Value("${upkeep.templates-folder:}") String folder) {
    return folder.isEmpty() ? Templates.shipped() : Templates.in(Path.of(folder));
  }

  @Bean
  Secrets secrets() {
    return Secrets.ofThisProcess();
  }

  @Bean
  Channel email(MailSettings settings, Templates templates, Secrets secrets) {
    return new EmailChannel(settings, templates, secrets);
  }

  @Bean
  Channel chat(ChatSettings settings, Secrets secrets, Clock clock) {
    return new ChatChannel(settings, secrets, clock);
  }
}
