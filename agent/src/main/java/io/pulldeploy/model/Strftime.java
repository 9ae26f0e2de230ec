package io.pulldeploy.model;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Python's {@code strftime} of a date without a zone, in the C locale. */
public record Strftime(LocalDateTime date) {
    public String format(String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char directive = format.charAt(++i);
            boolean unpadded = directive == '-' && i + 1 < format.length();
            if (unpadded) {
                directive = format.charAt(++i);
            }
            String text = directive(directive);
            out.append(unpadded ? text.replaceFirst("^[0 ]+(?=.)", "") : text);
        }
        return out.toString();
    }

    private String directive(char directive) {
        return switch (directive) {
            case 'Y' -> Integer.toString(date.getYear());
            case 'C' -> two(date.getYear() / 100);
            case 'y' -> two(date.getYear() % 100);
            case 'm' -> two(date.getMonthValue());
            case 'd' -> two(date.getDayOfMonth());
            case 'e' -> "%2d".formatted(date.getDayOfMonth());
            case 'H' -> two(date.getHour());
            case 'k' -> "%2d".formatted(date.getHour());
            case 'I' -> two(twelve());
            case 'l' -> "%2d".formatted(twelve());
            case 'M' -> two(date.getMinute());
            case 'S' -> two(date.getSecond());
            case 'f' -> "%06d".formatted(date.getNano() / 1000);
            case 'p' -> date.getHour() < 12 ? "AM" : "PM";
            case 'P' -> date.getHour() < 12 ? "am" : "pm";
            case 'b', 'h' -> date.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
            case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
            case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
            case 'j' -> "%03d".formatted(date.getDayOfYear());
            case 'u' -> Integer.toString(date.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(date.getDayOfWeek().getValue() % 7);
            case 'U' -> two((date.getDayOfYear() + 6 - date.getDayOfWeek().getValue() % 7) / 7);
            case 'W' -> two((date.getDayOfYear() + 7 - date.getDayOfWeek().getValue()) / 7);
            case 'V' -> two(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> Integer.toString(date.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> two(date.get(IsoFields.WEEK_BASED_YEAR) % 100);
            case 'D', 'x' -> format("%m/%d/%y");
            case 'F' -> format("%Y-%m-%d");
            case 'T', 'X' -> format("%H:%M:%S");
            case 'R' -> format("%H:%M");
            case 'r' -> format("%I:%M:%S %p");
            case 'c' -> format("%a %b %e %H:%M:%S %Y");
            case 's' ->
                    Long.toString(date.atZone(java.time.ZoneId.systemDefault()).toEpochSecond());
            case 'z', 'Z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + directive;
        };
    }

    private int twelve() {
        return date.get(ChronoField.CLOCK_HOUR_OF_AMPM);
    }

    private static String two(int number) {
        return "%02d".formatted(number);
    }
}
