package io.pulldeploy.render.salt;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dates that Salt's strftime filter takes as text: timelib's, which are those of PHP's
 * strtotime. A zone is read and, as under timelib, not applied.
 */
final class FuzzyDate {
    /** One way to say something of a date; of all that fit, the longest is meant. */
    private record Form(Pattern pattern, BiConsumer<DateParts, MatchResult> meaning) {
        static Form of(String pattern, BiConsumer<DateParts, MatchResult> meaning) {
            return new Form(
                    Pattern.compile(
                            pattern.replace("MONTH", MONTH)
                                    .replace("DAYNAME", DAYNAME)
                                    .replace("TH", "(?:st|nd|rd|th)?")),
                    meaning);
        }
    }

    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final List<String> ORDINALS =
            List.of(
                    "this",
                    "first",
                    "second",
                    "third",
                    "fourth",
                    "fifth",
                    "sixth",
                    "seventh",
                    "eighth",
                    "ninth",
                    "tenth",
                    "eleventh",
                    "twelfth");
    private static final String MONTH =
            "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
                    + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    private static final String DAYNAME =
            "(mon(?:day)?|tue(?:sday|s)?|wed(?:nesday)?|thu(?:rsday|rs|r)?|fri(?:day)?"
                    + "|sat(?:urday)?|sun(?:day)?)(?![a-z])";
    private static final String AMOUNT =
            "([-+]* *\\d+|next|last|previous|" + String.join("|", ORDINALS) + ") *";
    private static final String UNIT =
            "(sec(?:ond)?|min(?:ute)?|hour|day|week|fortnight|month|year|weekday)s?(?![a-z])";

    private static final List<Form> FORMS =
            List.of(
                    Form.of(
                            "@(-?\\d+)",
                            (d, m) ->
                                    d.moment(
                                            LocalDateTime.ofInstant(
                                                    Instant.ofEpochSecond(
                                                            Long.parseLong(m.group(1))),
                                                    ZoneOffset.UTC))),
                    Form.of(
                            "(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})",
                            (d, m) -> d.date(number(m, 1), number(m, 3), number(m, 4))),
                    Form.of(
                            "(\\d{2})-(\\d{1,2})-(\\d{1,2})",
                            (d, m) -> d.date(year(m, 1), number(m, 2), number(m, 3))),
                    Form.of("(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}|\\d{2}))?", FuzzyDate::american),
                    Form.of(
                            "(\\d{1,2})[.-](\\d{1,2})[.-](\\d{4})",
                            (d, m) -> d.date(number(m, 3), number(m, 2), number(m, 1))),
                    Form.of(
                            "(\\d{1,2})\\.(\\d{1,2})\\.(\\d{2})",
                            (d, m) -> d.date(year(m, 3), number(m, 2), number(m, 1))),
                    Form.of(
                            "(\\d{1,2})TH[ .-]*MONTH(?:[ .,-]*(\\d{4}|\\d{2}))?(?!\\d|:)",
                            (d, m) -> monthly(d, m, 3, 2, 1)),
                    Form.of("(\\d{1,2})TH[ .-]*MONTH", (d, m) -> d.date(month(m, 2), number(m, 1))),
                    Form.of(
                            "MONTH[ .-]*(\\d{1,2})TH[ ,.-]+(\\d{4}|\\d{2})(?!\\d|:)",
                            (d, m) -> monthly(d, m, 3, 1, 2)),
                    Form.of(
                            "MONTH[ .-]*(\\d{1,2})TH,?(?!\\d)",
                            (d, m) -> d.date(month(m, 1), number(m, 2))),
                    Form.of("MONTH[ .-]*(\\d{4})", (d, m) -> d.date(number(m, 2), month(m, 1), 1)),
                    Form.of(
                            "(\\d{4})-MONTH-(\\d{1,2})(?!\\d)",
                            (d, m) -> d.date(number(m, 1), month(m, 2), number(m, 3))),
                    Form.of("(\\d{4})[ .-]*MONTH", (d, m) -> d.date(number(m, 1), month(m, 2), 1)),
                    Form.of(
                            "(\\d{4})\\.?(\\d{3})",
                            (d, m) ->
                                    d.moment(
                                            LocalDate.ofYearDay(number(m, 1), number(m, 2))
                                                    .atStartOfDay())),
                    Form.of("(\\d{4})-?w(\\d{2})(?:-?([0-7]))?", FuzzyDate::week),
                    Form.of(
                            "(\\d{1,2})/MONTH/(\\d{4}):(\\d{2}):(\\d{2}):(\\d{2})",
                            (d, m) -> {
                                monthly(d, m, 3, 2, 1);
                                d.time(number(m, 4), number(m, 5), number(m, 6));
                            }),
                    Form.of(
                            "(\\d{4}):(\\d{2}):(\\d{2}) (\\d{2}):(\\d{2}):(\\d{2})",
                            FuzzyDate::moment),
                    Form.of(
                            "(\\d{4})(0\\d|1[0-2])([0-2]\\d|3[01])t?(\\d{2}):?(\\d{2}):?(\\d{2})",
                            FuzzyDate::moment),
                    Form.of(
                            "(\\d{4})(0\\d|1[0-2])([0-2]\\d|3[01])",
                            (d, m) -> d.date(number(m, 1), number(m, 2), number(m, 3))),
                    Form.of("(\\d{4})-(\\d{1,2})", (d, m) -> d.date(number(m, 1), number(m, 2), 1)),
                    Form.of("\\d{4}", FuzzyDate::fourDigits),
                    Form.of(
                            "t?(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:[.,]\\d{1,8}(?!\\d))?)?"
                                    + "(?: *([ap])\\.?m\\.?(?![a-z]))?",
                            (d, m) ->
                                    d.time(
                                            hour(number(m, 1), m.group(4)),
                                            number(m, 2),
                                            m.group(3) == null ? 0 : number(m, 3))),
                    Form.of(
                            "(\\d{1,2}) *([ap])\\.?m\\.?(?![a-z])",
                            (d, m) -> d.time(hour(number(m, 1), m.group(2)), 0, 0)),
                    Form.of(
                            "t(\\d{2})(\\d{2})(\\d{2})?",
                            (d, m) ->
                                    d.time(
                                            number(m, 1),
                                            number(m, 2),
                                            m.group(3) == null ? 0 : number(m, 3))),
                    Form.of(
                            "(?:z|utc|gmt|[ecmp][sd]t|[cew]es?t|bst|msk|jst|ist|[-+]\\d{2}:?\\d{2}"
                                    + "|[a-z]+/[a-z_/]+)(?![a-z\\d])",
                            (d, _) -> zone(d)),
                    Form.of(AMOUNT + UNIT, (d, m) -> d.add(amount(m), m.group(2))),
                    Form.of(
                            AMOUNT + "DAYNAME",
                            (d, m) -> {
                                long weeks = amount(m);
                                boolean same = m.group(1).equals("this");
                                d.weekday(weekday(m, 2), weeks > 0 ? weeks - 1 : weeks, same);
                            }),
                    Form.of("DAYNAME", (d, m) -> d.weekday(weekday(m, 1), 0, true)),
                    Form.of("ago", (d, _) -> d.ago()),
                    Form.of("now", (_, _) -> {}),
                    Form.of("today|midnight", (d, _) -> d.midnight()),
                    Form.of(
                            "noon",
                            (d, _) -> {
                                d.midnight();
                                d.time(12, 0, 0);
                            }),
                    Form.of(
                            "tomorrow",
                            (d, _) -> {
                                d.midnight();
                                d.add(1, "day");
                            }),
                    Form.of(
                            "yesterday",
                            (d, _) -> {
                                d.midnight();
                                d.add(-1, "day");
                            }),
                    Form.of("[ ,]+", (_, _) -> {}));

    private FuzzyDate() {}

    /** The date that a text means; empty if we cannot tell. */
    static Optional<LocalDateTime> parse(String text, LocalDateTime now) {
        String rest = text.strip().toLowerCase(Locale.ROOT);
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        if (rest.matches("[a-z]")) {
            // A military zone alone means this moment.
            return Optional.of(now);
        }
        DateParts parts = new DateParts(now);
        try {
            while (!rest.isEmpty()) {
                int length = step(rest, parts);
                if (length == 0) {
                    return Optional.empty();
                }
                rest = rest.substring(length);
            }
            return Optional.of(parts.resolved());
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int step(String rest, DateParts parts) {
        Optional<MatchResult> longest = Optional.empty();
        BiConsumer<DateParts, MatchResult> meaning = (_, _) -> {};
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(rest);
            if (matcher.lookingAt() && matcher.end() > longest.map(MatchResult::end).orElse(0)) {
                longest = Optional.of(matcher.toMatchResult());
                meaning = form.meaning();
            }
        }
        if (longest.isPresent()) {
            meaning.accept(parts, longest.get());
        }
        return longest.map(MatchResult::end).orElse(0);
    }

    private static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }

    /** A year; of two digits it is one between 1970 and 2069. */
    private static int year(MatchResult match, int group) {
        int year = number(match, group);
        return match.group(group).length() > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
    }

    private static int month(MatchResult match, int group) {
        return MONTHS.indexOf(match.group(group).substring(0, 3)) + 1;
    }

    private static DayOfWeek weekday(MatchResult match, int group) {
        return DayOfWeek.of(DAYS.indexOf(match.group(group).substring(0, 3)) + 1);
    }

    private static int hour(int hour, @org.jspecify.annotations.Nullable String half) {
        return half == null ? hour : hour % 12 + (half.equals("p") ? 12 : 0);
    }

    private static long amount(MatchResult match) {
        String amount = match.group(1).replace(" ", "");
        return switch (amount) {
            case "next" -> 1;
            case "last", "previous" -> -1;
            case String word when ORDINALS.contains(word) -> ORDINALS.indexOf(word);
            case String digits -> {
                long minuses = digits.chars().filter(c -> c == '-').count();
                yield Long.parseLong(digits.replaceAll("[-+]", "")) * (minuses % 2 == 0 ? 1 : -1);
            }
        };
    }

    private static void monthly(DateParts parts, MatchResult match, int year, int month, int day) {
        if (match.group(year) == null) {
            parts.date(month(match, month), number(match, day));
        } else {
            parts.date(year(match, year), month(match, month), number(match, day));
        }
    }

    private static void american(DateParts parts, MatchResult match) {
        if (match.group(3) == null) {
            parts.date(number(match, 1), number(match, 2));
        } else {
            parts.date(year(match, 3), number(match, 1), number(match, 2));
        }
    }

    private static void moment(DateParts parts, MatchResult match) {
        parts.date(number(match, 1), number(match, 2), number(match, 3));
        parts.time(number(match, 4), number(match, 5), number(match, 6));
    }

    private static void week(DateParts parts, MatchResult match) {
        LocalDate day =
                LocalDate.of(number(match, 1), 1, 4)
                        .with(DayOfWeek.MONDAY)
                        .plusWeeks(number(match, 2) - 1L)
                        .plusDays(match.group(3) == null ? 0 : number(match, 3) - 1L);
        parts.date(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }

    /** An hour and its minutes, unless the time was said: then a year. */
    private static void fourDigits(DateParts parts, MatchResult match) {
        String digits = match.group();
        if (!parts.isTimeSet() && digits.matches("(?:[01]\\d|2[0-4])[0-5]\\d")) {
            parts.time(
                    Integer.parseInt(digits.substring(0, 2)) % 24,
                    Integer.parseInt(digits.substring(2)),
                    0);
        } else {
            parts.year(Integer.parseInt(digits));
        }
    }

    private static void zone(DateParts parts) {
        if (!parts.isTimeSet()) {
            throw new DateTimeException("a zone of no time");
        }
    }
}
