package io.pulldeploy.modules;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.model.Strftime;
import io.pulldeploy.system.Completed;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code system.*}: the clock, the computer's description, stopping and starting. */
public final class SystemModule {
    private static final Logger LOG = LoggerFactory.getLogger(SystemModule.class);
    private static final String ZONE = "utc_offset=None";
    private static final Pattern OFFSET = Pattern.compile("([+-])?(\\d\\d)(\\d\\d)");
    private static final String PRETTY = "PRETTY_HOSTNAME=";
    private static final Path MACHINE_INFO = Path.of("/etc/machine-info");
    private static final List<String> TIMES = List.of("h:m:s a", "h:m a", "H:m:s", "H:m");
    private static final List<String> DATES =
            List.of("u-M-d", "M-d-u", "M-d-uu", "M/d/u", "M/d/uu", "u/M/d");

    private final Host host;
    private final FileTree files;
    private final Programs programs;
    private final FunctionList functions = new FunctionList("system");

    public SystemModule(Host host) {
        this.host = host;
        this.files = host.files();
        this.programs = new Programs(host.processes());
    }

    public List<ExecutionFunction> functions() {
        clock();
        return functions
                .add("halt", "Halts the machine.", "", (_, _) -> programs.output("halt"))
                .add("poweroff", "Powers it off.", "", (_, _) -> programs.output("poweroff"))
                .add(
                        "init",
                        "Changes the run level.",
                        "runlevel",
                        (_, a) -> programs.output("init", a.string("runlevel")))
                .add("reboot", "Restarts the machine.", "at_time=None", (_, a) -> shutdown("-r", a))
                .add(
                        "shutdown",
                        "Shuts the machine down.",
                        "at_time=None",
                        (_, a) -> shutdown("-h", a))
                .add("get_computer_desc", "The machine's pretty name.", "", (_, _) -> description())
                .add(
                        "set_computer_desc",
                        "Sets the machine's pretty name.",
                        "desc",
                        (_, a) -> describe(a.string("desc")))
                .add(
                        "get_computer_name",
                        "The host's name.",
                        "",
                        (_, _) -> host.hostNames().current())
                .add(
                        "set_computer_name",
                        "Sets the host's name.",
                        "hostname",
                        (m, a) ->
                                m.call(
                                        "network.mod_hostname",
                                        List.of(a.string("hostname")),
                                        Map.of()))
                .all();
    }

    private void clock() {
        functions
                .add(
                        "get_system_time",
                        "The time.",
                        ZONE,
                        (_, a) -> new Strftime(now(a)).format("%I:%M:%S %p"))
                .add(
                        "get_system_date",
                        "The date.",
                        ZONE,
                        (_, a) -> new Strftime(now(a)).format("%a %m/%d/%Y"))
                .add(
                        "get_system_date_time",
                        "The date and the time.",
                        ZONE,
                        (_, a) -> new Strftime(now(a)).format("%Y-%m-%d %H:%M:%S"))
                .add("set_system_time", "Sets the time.", "newtime, " + ZONE, (_, a) -> setTime(a))
                .add("set_system_date", "Sets the date.", "newdate, " + ZONE, (_, a) -> setDate(a))
                .add(
                        "set_system_date_time",
                        "Sets parts of the date and the time.",
                        "years=None, months=None, days=None, hours=None, minutes=None, seconds=None, "
                                + ZONE,
                        (_, a) -> setParts(a))
                .add(
                        "has_settable_hwclock",
                        "Whether there is a hardware clock to set.",
                        "",
                        (_, _) -> hasHardwareClock());
    }

    private String shutdown(String how, Arguments args) {
        return programs.output(
                "shutdown", how, args.text("at_time").filter(t -> !t.isEmpty()).orElse("now"));
    }

    private static Optional<ZoneOffset> offset(Arguments args) {
        return args.text("utc_offset")
                .map(text -> {
                    Matcher match = OFFSET.matcher(text);
                    if (!match.matches()) {
                        throw new CallError("Invalid UTC offset");
                    }
                    int minutes =
                            Integer.parseInt(match.group(2)) * 60
                                    + Integer.parseInt(match.group(3));
                    return ZoneOffset.ofTotalSeconds(
                            60 * ("-".equals(match.group(1)) ? -minutes : minutes));
                });
    }

    private LocalDateTime now(Arguments args) {
        return offset(args)
                .map(zone -> LocalDateTime.ofInstant(host.clock().instant(), zone))
                .orElseGet(() -> LocalDateTime.now(host.clock()));
    }

    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }

    private Object setTime(Arguments args) {
        for (String pattern : TIMES) {
            try {
                LocalTime time = LocalTime.parse(args.string("newtime"), format(pattern));
                return set(now(args).with(time).withNano(0), offset(args));
            } catch (DateTimeParseException e) {
                LOG.debug("{} is no {}", args.string("newtime"), pattern, e);
            }
        }
        return false;
    }

    private Object setDate(Arguments args) {
        for (String pattern : DATES) {
            try {
                LocalDate date = LocalDate.parse(args.string("newdate"), format(pattern));
                return set(now(args).with(date), offset(args));
            } catch (DateTimeParseException e) {
                LOG.debug("{} is no {}", args.string("newdate"), pattern, e);
            }
        }
        throw new CallError("Invalid date format");
    }

    private Object setParts(Arguments args) {
        LocalDateTime now = now(args);
        try {
            return set(
                    LocalDateTime.of(
                            part(args, "years", now.getYear()),
                            part(args, "months", now.getMonthValue()),
                            part(args, "days", now.getDayOfMonth()),
                            part(args, "hours", now.getHour()),
                            part(args, "minutes", now.getMinute()),
                            part(args, "seconds", now.getSecond())),
                    offset(args));
        } catch (DateTimeException e) {
            throw new CallError(String.valueOf(e.getMessage()), e);
        }
    }

    private static int part(Arguments args, String name, int now) {
        return args.integer(name).map(Math::toIntExact).orElse(now);
    }

    /** Sets the kernel's clock, and the hardware's if there is one. */
    private boolean set(LocalDateTime time, Optional<ZoneOffset> zone) {
        List<String> command = new ArrayList<>(List.of("date"));
        LocalDateTime wanted = time;
        if (zone.isPresent()) {
            wanted = time.minusSeconds(zone.get().getTotalSeconds());
            command.add("-u");
        }
        command.add(new Strftime(wanted).format("%m%d%H%M%Y.%S"));
        Completed done = programs.run(command);
        if (!done.succeeded()) {
            throw new CallError("date failed: " + done.errors().strip());
        }
        if (hasHardwareClock() && !programs.run("hwclock", "--systohc").succeeded()) {
            LOG.warn("hwclock failed to set hardware clock from software clock");
        }
        return true;
    }

    private boolean hasHardwareClock() {
        return programs.has("hwclock")
                && programs.run("hwclock", "--test", "--systohc").succeeded();
    }

    private Object description() {
        Optional<String> pretty =
                programs.has("hostnamectl")
                        ? Optional.of(programs.output("hostnamectl", "status", "--pretty"))
                        : Optional.empty();
        if (pretty.isEmpty()) {
            for (String line : files.textIfPresent(MACHINE_INFO).orElse("").lines().toList()) {
                if (line.strip().startsWith(PRETTY)) {
                    pretty = Optional.of(unquoted(line.strip().substring(PRETTY.length()).strip()));
                }
            }
        }
        return pretty.map(text ->
                        (Object)
                                text.replace("\\\\", "\\")
                                        .replace("\\\"", "\"")
                                        .replace("\\n", "\n")
                                        .replace("\\t", "\t"))
                .orElse(false);
    }

    private static String unquoted(String text) {
        boolean isQuoted =
                !text.isEmpty()
                        && "'\"".indexOf(text.charAt(0)) >= 0
                        && text.charAt(0) == text.charAt(text.length() - 1);
        return isQuoted && text.length() > 1 ? text.substring(1, text.length() - 1) : text;
    }

    private boolean describe(String description) {
        String text = description.replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t");
        if (programs.has("hostnamectl")) {
            return programs.run("hostnamectl", "set-hostname", "--pretty", text).succeeded();
        }
        List<String> lines =
                new ArrayList<>(Texts.linesWithEnds(files.textIfPresent(MACHINE_INFO).orElse("")));
        String line = PRETTY + "\"" + text + "\"";
        int at = 0;
        while (at < lines.size() && !lines.get(at).strip().startsWith(PRETTY)) {
            at++;
        }
        if (at < lines.size()) {
            lines.set(at, line);
        } else {
            lines.add(line);
        }
        files.write(MACHINE_INFO, String.join("", lines));
        return true;
    }
}
