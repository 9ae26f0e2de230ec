package io.pulldeploy.render.salt;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dates that Salt's strftime filter takes as text (timelib's, which are those of PHP's
 * strtotime), as far as people write them: dates with and without a time, and words such as
 * tomorrow, +1 day and next monday. A zone is read and, as under timelib, not applied.
 */
final class FuzzyDate {
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String MONTH = "([a-z]{3,9})\\.?";
    private static final Pattern ISO = Pattern.compile("(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})");
    private static final Pattern YEAR_MONTH = Pattern.compile("(\\d{4})-(\\d{1,2})(?![\\d-])");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?!\\d)");
    private static final Pattern AMERICAN = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4})");
    private static final Pattern GERMAN = Pattern.compile("(\\d{1,2})[.-](\\d{1,2})[.-](\\d{4})");
    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})[ -]" + MONTH + "[ ,-]+(\\d{4})");
    private static final Pattern MONTH_FIRST =
            Pattern.compile(MONTH + " +(\\d{1,2})(?:st|nd|rd|th)?,? +(\\d{4})");
    private static final Pattern TIME =
            Pattern.compile(
                    "t?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d+)?)?(?: *([ap])\\.?m\\.?)?");
    private static final Pattern COMPACT_TIME = Pattern.compile("t(\\d{2})(\\d{2})(\\d{2})?");
    private static final Pattern HOUR = Pattern.compile("(\\d{1,2}) *([ap])\\.?m\\.?");
    private static final Pattern ZONE =
            Pattern.compile("(?:z|utc|gmt|[-+]\\d{2}:?\\d{2})(?![a-z\\d])");
    private static final Pattern RELATIVE =
            Pattern.compile(
                    "([-+]? *\\d+|next|last|previous|this) +(sec(?:ond)?|min(?:ute)?|hour|day|week"
                            + "|fortnight|month|year)s?( +ago)?");
    private static final Pattern WEEKDAY =
            Pattern.compile("(?:(next|last|this) +)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?");

    private final LocalDateTime now;
    private String rest;
    private LocalDate date;
    private LocalTime time;
    private boolean isTimeSet;

    private FuzzyDate(String text, LocalDateTime now) {
        this.now = now;
        this.rest = text.strip().toLowerCase(Locale.ROOT);
        this.date = now.toLocalDate();
        this.time = now.toLocalTime();
    }

    /** The date that a text means; empty if we cannot tell. */
    static Optional<LocalDateTime> parse(String text, LocalDateTime now) {
        try {
            return new FuzzyDate(text, now).parse();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<LocalDateTime> parse() {
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        if (rest.matches("[a-z]")) {
            // A military zone alone means this moment.
            return Optional.of(now);
        }
        if (rest.matches("(?:[01]\\d|2[0-4])[0-5]\\d")) {
            time = LocalTime.of(number(rest.substring(0, 2)) % 24, number(rest.substring(2)));
            return Optional.of(LocalDateTime.of(date, time));
        }
        while (!rest.isEmpty()) {
            if (!step()) {
                return Optional.empty();
            }
            rest = rest.strip();
        }
        return Optional.of(LocalDateTime.of(date, time));
    }

    private Optional<Matcher> take(Pattern pattern) {
        Matcher matcher = pattern.matcher(rest);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        rest = rest.substring(matcher.end());
        return Optional.of(matcher);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits.replace(" ", ""));
    }

    private static int month(String name) {
        int month = MONTHS.indexOf(name.substring(0, 3));
        if (month < 0) {
            throw new DateTimeException("no month " + name);
        }
        return month + 1;
    }

    private boolean step() {
        return dateStep() || timeStep() || wordStep();
    }

    private boolean dateStep() {
        Optional<Matcher> m = take(ISO);
        if (m.isPresent()) {
            return on(m.get().group(1), number(m.get().group(3)), m.get().group(4));
        }
        m = take(AMERICAN);
        if (m.isPresent()) {
            return on(m.get().group(3), number(m.get().group(1)), m.get().group(2));
        }
        m = take(GERMAN);
        if (m.isPresent()) {
            return on(m.get().group(3), number(m.get().group(2)), m.get().group(1));
        }
        m = take(DAY_FIRST);
        if (m.isPresent()) {
            return on(m.get().group(3), month(m.get().group(2)), m.get().group(1));
        }
        m = take(MONTH_FIRST);
        if (m.isPresent()) {
            return on(m.get().group(3), month(m.get().group(1)), m.get().group(2));
        }
        m = take(COMPACT);
        if (m.isPresent()) {
            return on(m.get().group(1), number(m.get().group(2)), m.get().group(3));
        }
        m = take(YEAR_MONTH);
        return m.isPresent() && on(m.get().group(1), number(m.get().group(2)), "1");
    }

    private boolean on(String year, int month, String day) {
        date = LocalDate.of(number(year), month, number(day));
        midnightUnlessSet();
        return true;
    }

    private void midnightUnlessSet() {
        if (!isTimeSet) {
            time = LocalTime.MIDNIGHT;
        }
    }

    private boolean timeStep() {
        Optional<Matcher> m = take(TIME);
        if (m.isPresent()) {
            String seconds = m.get().group(3);
            return at(
                    hour(number(m.get().group(1)), m.get().group(4)),
                    number(m.get().group(2)),
                    seconds == null ? 0 : number(seconds));
        }
        m = take(HOUR);
        if (m.isPresent()) {
            return at(hour(number(m.get().group(1)), m.get().group(2)), 0, 0);
        }
        m = take(COMPACT_TIME);
        if (m.isPresent()) {
            String seconds = m.get().group(3);
            return at(
                    number(m.get().group(1)),
                    number(m.get().group(2)),
                    seconds == null ? 0 : number(seconds));
        }
        return isTimeSet && take(ZONE).isPresent();
    }

    private boolean at(int hour, int minute, int second) {
        time = LocalTime.of(hour, minute, second);
        isTimeSet = true;
        return true;
    }

    private static int hour(int hour, @org.jspecify.annotations.Nullable String half) {
        return half == null ? hour : hour % 12 + (half.equals("p") ? 12 : 0);
    }

    private boolean wordStep() {
        Optional<Matcher> relative = take(RELATIVE);
        if (relative.isPresent()) {
            return shift(relative.get());
        }
        Optional<Matcher> weekday = take(WEEKDAY);
        if (weekday.isPresent()) {
            return weekday(weekday.get());
        }
        Optional<Matcher> word = take(Pattern.compile("[a-z]+"));
        if (word.isEmpty()) {
            return false;
        }
        switch (word.get().group()) {
            case "now" -> {
                return true;
            }
            case "today", "midnight" -> midnightUnlessSet();
            case "noon" -> at(12, 0, 0);
            case "tomorrow" -> {
                date = date.plusDays(1);
                midnightUnlessSet();
            }
            case "yesterday" -> {
                date = date.minusDays(1);
                midnightUnlessSet();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean shift(Matcher relative) {
        long amount =
                switch (relative.group(1)) {
                    case "next" -> 1;
                    case "last", "previous" -> -1;
                    case "this" -> 0;
                    case String digits -> number(digits.replace("+", ""));
                };
        if (relative.group(3) != null) {
            amount = -amount;
        }
        LocalDateTime from = LocalDateTime.of(date, time);
        LocalDateTime to =
                switch (relative.group(2)) {
                    case "sec", "second" -> from.plusSeconds(amount);
                    case "min", "minute" -> from.plusMinutes(amount);
                    case "hour" -> from.plusHours(amount);
                    case "day" -> from.plusDays(amount);
                    case "week" -> from.plusWeeks(amount);
                    case "fortnight" -> from.plusWeeks(2 * amount);
                    case "month" -> from.plusMonths(amount);
                    default -> from.plus(amount, ChronoUnit.YEARS);
                };
        date = to.toLocalDate();
        time = to.toLocalTime();
        return true;
    }

    private boolean weekday(Matcher m) {
        DayOfWeek day = DayOfWeek.of(DAYS.indexOf(m.group(2)) + 1);
        if (!date.equals(now.toLocalDate()) || (!rest.isEmpty() && m.group(1) == null)) {
            // Before a full date a weekday says nothing new.
            return true;
        }
        date =
                date.with(
                        switch (String.valueOf(m.group(1))) {
                            case "next" -> TemporalAdjusters.next(day);
                            case "last" -> TemporalAdjusters.previous(day);
                            default -> TemporalAdjusters.nextOrSame(day);
                        });
        midnightUnlessSet();
        return true;
    }
}
