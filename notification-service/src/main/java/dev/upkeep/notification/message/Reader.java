package dev.upkeep.notification.message;

import dev.upkeep.system.Person.Language;
import java.time.ZoneId;

/** For whom a message is written: the language of its words and the zone of its times. */
public record Reader(Language language, ZoneId zone) {}
