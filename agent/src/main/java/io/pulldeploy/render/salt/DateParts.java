package io.pulldeploy.render.salt;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * What a text says of a date: fields, and what is to be added to them in the end. What is not said
 * is now's.
 */
final class DateParts {
    private LocalDateTime now;
    private boolean isDateSet;
    private boolean isTimeSet;
    private boolean isMidnight;
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private long years;
    private long months;
    private long days;
    private long seconds;
    private long workdays;
    private int weekday = -1;
    private boolean sameDayCounts;

    DateParts(LocalDateTime now) {
        this.now = now;
        this.year = now.getYear();
        this.month = now.getMonthValue();
        this.day = now.getDayOfMonth();
    }

    boolean isTimeSet() {
        return isTimeSet;
    }

    /** Starts from another moment. */
    void moment(LocalDateTime moment) {
        now = moment;
        date(moment.getYear(), moment.getMonthValue(), moment.getDayOfMonth());
        time(moment.getHour(), moment.getMinute(), moment.getSecond());
    }

    /** A day past the month's end is one of the next month. */
    void date(int ofYear, int ofMonth, int ofDay) {
        if (ofMonth > 12 || ofDay > 31) {
            throw new DateTimeException("no such day");
        }
        year = ofYear;
        month = ofMonth;
        day = ofDay;
        isDateSet = true;
    }

    /** The same day in another year. */
    void year(int other) {
        year = other;
        isDateSet = true;
    }

    /** A day of this year. */
    void date(int ofMonth, int ofDay) {
        date(year, ofMonth, ofDay);
    }

    void time(int atHour, int atMinute, int atSecond) {
        if (isTimeSet || atHour > 23 || atMinute > 59 || atSecond > 60) {
            throw new DateTimeException("no such time, or another one");
        }
        hour = atHour;
        minute = atMinute;
        second = atSecond;
        isTimeSet = true;
    }

    /** Forgets a time that was said before. */
    void midnight() {
        isTimeSet = false;
        isMidnight = true;
        hour = 0;
        minute = 0;
        second = 0;
    }

    void add(long amount, String unit) {
        switch (unit) {
            case "sec", "second" -> seconds += amount;
            case "min", "minute" -> seconds += 60 * amount;
            case "hour" -> seconds += 3600 * amount;
            case "day" -> days += amount;
            case "week" -> days += 7 * amount;
            case "fortnight" -> days += 14 * amount;
            case "month" -> months += amount;
            case "year" -> years += amount;
            default -> workdays += amount;
        }
    }

    /** What was to be added is to be taken away. */
    void ago() {
        years = -years;
        months = -months;
        days = -days;
        seconds = -seconds;
        workdays = -workdays;
    }

    /**
     * Moves on to a day of the week.
     *
     * @param same whether the day itself counts if it is one
     */
    void weekday(DayOfWeek wanted, long weeks, boolean same) {
        weekday = wanted.getValue() % 7;
        sameDayCounts = same;
        days += 7 * weeks;
        midnight();
    }

    LocalDateTime resolved() {
        LocalDate date = LocalDate.of(year, 1, 1).plusMonths(month - 1L).plusDays(day - 1L);
        if (weekday >= 0) {
            int difference = weekday - date.getDayOfWeek().getValue() % 7;
            boolean passed = days < 0 ? difference < 0 : difference <= (sameDayCounts ? -1 : 0);
            date = date.plusDays(passed ? difference + 7 : difference);
        }
        LocalDate added =
                LocalDate.of(date.getYear(), 1, 1)
                        .plusYears(years)
                        .plusMonths(date.getMonthValue() - 1 + months)
                        .plusDays(date.getDayOfMonth() - 1 + days);
        long step = workdays < 0 ? -1 : 1;
        for (long left = Math.abs(workdays); left > 0; ) {
            added = added.plusDays(step);
            left -= added.getDayOfWeek().getValue() > 5 ? 0 : 1;
        }
        boolean isClock = !isTimeSet && !isDateSet && !isMidnight;
        LocalDateTime from =
                isClock
                        ? LocalDateTime.of(added, now.toLocalTime())
                        : LocalDateTime.of(added, LocalTime.MIDNIGHT)
                                .plusSeconds(3600L * hour + 60L * minute + second);
        LocalDateTime resolved = from.plusSeconds(seconds);
        if (resolved.getYear() < 1 || resolved.getYear() > 9999) {
            throw new DateTimeException("no year of Python's");
        }
        return resolved;
    }
}
