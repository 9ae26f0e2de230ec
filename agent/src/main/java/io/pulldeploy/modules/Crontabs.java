package io.pulldeploy.modules;

import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.Command;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.Processes;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The users' crontabs, changed under Salt's rules of which entry is meant. */
public final class Crontabs {
    /** What an entry without an identifier of its own has, as Salt sees it. */
    static final String NO_IDENTIFIER = "NO ID SET";

    private static final List<String> TIMES =
            List.of("minute", "hour", "daymonth", "month", "dayweek");

    private final Processes processes;
    private final RandomGenerator random;

    public Crontabs(Processes processes, RandomGenerator random) {
        this.processes = processes;
        this.random = random;
    }

    private Command command(String user, String last) {
        // Only root may name a user, even itself.
        return user.equals(System.getProperty("user.name"))
                ? Command.of("crontab", last)
                : Command.of("crontab", "-u", user, last);
    }

    /** What crontab prints for a user; empty if there is no crontab. */
    String text(String user) {
        return processes.run(command(user, "-l")).output();
    }

    Crontab of(String user) {
        return Crontab.parse(text(user));
    }

    /** Makes a text a user's crontab. */
    Completed write(String user, String text) {
        return processes.run(command(user, "-").reading(text));
    }

    /** What a change led to: Salt's word, or what crontab complained about. */
    private String written(String user, Crontab tab, String word) {
        Completed done = write(user, tab.text());
        return done.succeeded() ? word : done.errors().stripTrailing();
    }

    private static String identifier(Map<String, @Nullable Object> entry) {
        Object own = entry.get("identifier");
        return own == null || own.equals("") ? NO_IDENTIFIER : Texts.str(own);
    }

    /** Whether an entry is the one that a command and perhaps an identifier mean. */
    static boolean isMeant(
            Map<String, @Nullable Object> entry, String cmd, @Nullable Object identifier) {
        String own = identifier(entry);
        boolean same = cmd.equals(entry.get("cmd"));
        String wanted =
                identifier == null || identifier.equals("") ? NO_IDENTIFIER : Texts.str(identifier);
        if (!same && own.equals(NO_IDENTIFIER) && wanted.equals(NO_IDENTIFIER)) {
            return false;
        }
        return (same && own.equals(NO_IDENTIFIER)) || wanted.equals(own);
    }

    private static boolean isToChange(@Nullable Object before, @Nullable Object after) {
        return !Objects.equals(before, after)
                && (Objects.equals(after, "random") ? "*".equals(before) : after != null);
    }

    /**
     * Makes an entry what it is to be, or adds it.
     *
     * @param wanted Salt's keys: the times or {@code spec}, {@code cmd}, {@code commented}, {@code
     *     comment}, {@code identifier}
     * @return Salt's word: new, updated, present; or what crontab complained about
     */
    public String set(String user, Map<String, ? extends @Nullable Object> wanted) {
        Crontab tab = of(user);
        String cmd = Texts.str(wanted.get("cmd"));
        Optional<Map<String, @Nullable Object>> found =
                tab.entries().stream()
                        .filter(e -> isMeant(e, cmd, wanted.get("identifier")))
                        .findFirst();
        if (found.isEmpty()) {
            return add(user, tab, new LinkedHashMap<>(wanted));
        }
        Map<String, @Nullable Object> old = found.get();
        if (!differs(old, wanted)) {
            return "present";
        }
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(wanted);
        drop(old.containsKey("spec") ? tab.specials() : tab.jobs(), old);
        wanted.forEach((key, value) -> {
            if (!key.equals("identifier") && !isToChange(old.get(key), value)) {
                merged.put(key, old.get(key));
            }
        });
        merged.put("identifier", newIdentifier(old, wanted));
        String result = add(user, tab, merged);
        return result.equals("new") ? "updated" : result;
    }

    private static boolean differs(
            Map<String, @Nullable Object> old, Map<String, ? extends @Nullable Object> wanted) {
        for (String key : List.of("comment", "commented", "cmd", "spec")) {
            if (isToChange(old.get(key), wanted.get(key))) {
                return true;
            }
        }
        if (TIMES.stream().anyMatch(t -> isToChange(old.get(t), wanted.get(t)))) {
            return true;
        }
        return isToChange(wanted.get("identifier"), identifier(old));
    }

    private static @Nullable Object newIdentifier(
            Map<String, @Nullable Object> old, Map<String, ? extends @Nullable Object> wanted) {
        Object identifier = wanted.get("identifier");
        String own = identifier(old);
        boolean isGiven = identifier != null && !identifier.equals("");
        if (own.equals(NO_IDENTIFIER)) {
            return isGiven ? identifier : old.get("identifier");
        }
        return isToChange(own, identifier) ? identifier : own;
    }

    private String add(String user, Crontab tab, Map<String, @Nullable Object> entry) {
        if (entry.containsKey("spec")) {
            tab.specials().add(entry);
        } else {
            chooseTimes(entry);
            tab.jobs().add(entry);
        }
        return written(user, tab, "new");
    }

    /** Puts a number for {@code random}, and for two numbers with a colon between. */
    private void chooseTimes(Map<String, @Nullable Object> job) {
        Map<String, int[]> ranges =
                Map.of(
                        "minute", new int[] {0, 59},
                        "hour", new int[] {0, 23},
                        "month", new int[] {1, 12},
                        "dayweek", new int[] {0, 6});
        for (String time : List.of("minute", "hour", "month", "dayweek")) {
            String value = Texts.str(job.get(time));
            String[] ends = value.split(":");
            int[] range = Objects.requireNonNull(ranges.get(time));
            if (value.equals("random")) {
                job.put(time, between(range[0], range[1]));
            } else if (ends.length == 2) {
                int one = Integer.parseInt(ends[0]);
                int other = Integer.parseInt(ends[1]);
                job.put(time, between(Math.min(one, other), Math.max(one, other)));
            }
        }
        if ("random".equals(job.get("daymonth"))) {
            int days =
                    switch (Texts.str(job.get("month"))) {
                        case "1", "3", "5", "7", "8", "10", "12" -> 31;
                        case "4", "6", "9", "11" -> 30;
                        default -> 28;
                    };
            job.put("daymonth", between(1, days));
        }
    }

    private String between(int first, int last) {
        return "" + random.nextInt(first, last + 1);
    }

    /**
     * Takes a job away.
     *
     * @param times only a job with these; null where any will do
     * @return Salt's word: removed, absent; or what crontab complained about
     */
    public String removeJob(
            String user,
            String cmd,
            @Nullable Object identifier,
            Map<String, ? extends @Nullable Object> times) {
        Crontab tab = of(user);
        List<Map<String, @Nullable Object>> jobs = new ArrayList<>(tab.jobs());
        for (Map<String, @Nullable Object> job : jobs) {
            if (isMeant(job, cmd, identifier) && isAt(job, times)) {
                drop(tab.jobs(), job);
                return written(user, tab, "removed");
            }
        }
        return "absent";
    }

    /** Only this very entry: others may say the same. */
    @SuppressWarnings("ReferenceEquality")
    private static void drop(
            List<Map<String, @Nullable Object>> entries, Map<String, @Nullable Object> entry) {
        entries.removeIf(e -> e == entry);
    }

    private static boolean isAt(
            Map<String, @Nullable Object> job, Map<String, ? extends @Nullable Object> times) {
        return TIMES.stream()
                .allMatch(time -> {
                    Object wanted = times.get(time);
                    return wanted == null
                            || Texts.str(wanted).equals(job.get(time))
                            || (Texts.str(wanted).equalsIgnoreCase("random")
                                    && !"*".equals(job.get(time)));
                });
    }

    /** The same for an entry such as {@code @reboot}; the crontab is written in any case. */
    public String removeSpecial(
            String user, String cmd, @Nullable Object special, @Nullable Object identifier) {
        Crontab tab = of(user);
        Optional<Map<String, @Nullable Object>> found =
                tab.specials().stream()
                        .filter(e ->
                                isMeant(e, cmd, identifier)
                                        && (special == null
                                                || PythonText.str(special).equals(e.get("spec"))))
                        .findFirst();
        found.ifPresent(entry -> drop(tab.specials(), entry));
        return written(user, tab, found.isPresent() ? "removed" : "absent");
    }

    /** Sets a variable of the crontab; Salt's word as in {@link #set}. */
    public String setVariable(String user, String name, @Nullable Object value) {
        Crontab tab = of(user);
        Optional<Map<String, @Nullable Object>> found =
                tab.variables().stream().filter(v -> name.equals(v.get("name"))).findFirst();
        if (found.isPresent() && Objects.equals(found.get().get("value"), value)) {
            return "present";
        }
        found.ifPresent(variable -> drop(tab.variables(), variable));
        Map<String, @Nullable Object> variable = new LinkedHashMap<>();
        variable.put("name", name);
        variable.put("value", value);
        tab.variables().add(variable);
        return written(user, tab, found.isPresent() ? "updated" : "new");
    }

    /** Takes a variable away. */
    public String removeVariable(String user, String name) {
        Crontab tab = of(user);
        boolean removed = tab.variables().removeIf(v -> name.equals(v.get("name")));
        return written(user, tab, removed ? "removed" : "absent");
    }
}
