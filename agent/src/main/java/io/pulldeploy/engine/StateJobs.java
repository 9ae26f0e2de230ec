package io.pulldeploy.engine;

import io.pulldeploy.engine.compile.Python;
import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.model.Failure;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;
import io.pulldeploy.render.JsonStyle;
import io.pulldeploy.system.FileTree;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The state runs of this machine's processes, each a file below {@code cachedir}: so that two do
 * not run at once, and a run can be paused or ended from outside.
 */
final class StateJobs {
    /** Under which a minion's context names the job that runs in this process. */
    private static final String CONTEXT_KEY = "state_job";

    private static final Logger log = LoggerFactory.getLogger(StateJobs.class);
    private static final String ALL = "__all__";
    private static final DateTimeFormatter JID =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSSSSS", Locale.ROOT);
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("yyyy, MMM dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** Until when a job lasts. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private record Job(String jid, long process, String started, String function) {
        /** A process's number is used again; with its start it is unique. */
        boolean isAlive() {
            return ProcessHandle.of(process).filter(p -> startOf(p).equals(started)).isPresent();
        }

        String text() {
            return "The function \"%s\" is running as PID %d and was started at %s with jid %s"
                    .formatted(function, process, SHOWN.format(JID.parse(jid)), jid);
        }
    }

    private final LocalMinion minion;
    private final FileTree disk;
    private final Clock clock;
    private final Path cache;

    StateJobs(LocalMinion minion) {
        this.minion = minion;
        this.disk = minion.parts().disk();
        this.clock = minion.parts().clock();
        this.cache = Path.of(Python.str(minion.opts().getOrDefault("cachedir", "/")));
    }

    static List<ExecutionFunction> functions() {
        return List.of(
                new ExecutionFunction(
                        "state.running",
                        "Lists the state runs of other processes.",
                        "concurrent=False",
                        (minion, args) ->
                                args.flag("concurrent") ? List.of() : of(minion).running()),
                new ExecutionFunction(
                        "state.pause",
                        "Lets a state run wait before a state, for so many seconds or until it is"
                                + " resumed.",
                        "jid, state_id=None, duration=None",
                        (minion, args) -> of(minion).pause(args)),
                new ExecutionFunction(
                        "state.soft_kill",
                        "Ends a state run before a state.",
                        "jid, state_id=None",
                        (minion, args) ->
                                of(minion).change(args, point -> point.put("kill", true))),
                new ExecutionFunction(
                        "state.resume",
                        "Lets a paused state run go on.",
                        "jid, state_id=None",
                        (minion, args) -> of(minion).resume(args)),
                new ExecutionFunction(
                        "state.get_pauses",
                        "Shows where state runs are to pause.",
                        "jid=None",
                        (minion, args) -> of(minion).pauses(args)));
    }

    private static StateJobs of(Minion minion) {
        if (minion instanceof LocalMinion local) {
            return new StateJobs(local);
        }
        throw new CallError("states are for the machine that the program runs on");
    }

    /**
     * Notes a run of this process. A run inside another one is part of it.
     *
     * @param queue whether to wait for the runs of other processes
     * @param refused takes what is said of the runs that are in the way; nothing if none is
     */
    Held begin(String function, boolean queue, boolean concurrent, List<String> refused) {
        if (minion.context().containsKey(CONTEXT_KEY)) {
            return () -> {};
        }
        ProcessHandle own = ProcessHandle.current();
        Job job =
                new Job(
                        JID.format(ZonedDateTime.ofInstant(clock.instant(), clock.getZone())),
                        own.pid(),
                        startOf(own),
                        function);
        Path file = directory("state_jobs").resolve(job.jid());
        try {
            write(file, fields(job));
        } catch (Failure e) {
            log.debug("state runs of other processes are not looked at: {}", e.getMessage());
            return () -> {};
        }
        List<String> others = concurrent ? List.of() : before(job);
        if (queue && !others.isEmpty()) {
            log.warn("waiting: {}", String.join("; ", others));
            while (!others.isEmpty()) {
                minion.parts().sleep().accept(1);
                others = before(job);
            }
        }
        refused.addAll(others);
        minion.context().put(CONTEXT_KEY, job.jid());
        return () -> {
            minion.context().remove(CONTEXT_KEY);
            disk.delete(file);
            disk.delete(directory("state_job_pauses").resolve(job.jid()));
        };
    }

    /** Whether the run is to go on with a state; waits where it is paused. */
    boolean goesOn(String id) {
        if (!(minion.context().get(CONTEXT_KEY) instanceof String jid)) {
            return true;
        }
        Path file = directory("state_job_pauses").resolve(jid);
        Instant start = clock.instant();
        for (Map<?, ?> points = read(file); ; points = read(file)) {
            Object point = points.containsKey(id) ? points.get(id) : points.get(ALL);
            if (!(point instanceof Map<?, ?> map)) {
                return true;
            }
            if (map.get("duration") instanceof Number seconds
                    && clock.instant().isAfter(start.plusSeconds(seconds.longValue()))) {
                return true;
            }
            if (Boolean.TRUE.equals(map.get("kill"))) {
                return false;
            }
            minion.parts().sleep().accept(1);
        }
    }

    private List<String> running() {
        long own = ProcessHandle.current().pid();
        return active().stream().filter(job -> job.process() != own).map(Job::text).toList();
    }

    private List<String> before(Job own) {
        return active().stream()
                .filter(job -> job.process() != own.process() && job.jid().compareTo(own.jid()) < 0)
                .map(Job::text)
                .toList();
    }

    private List<Job> active() {
        Path directory = directory("state_jobs");
        List<Job> jobs = new ArrayList<>();
        if (disk.isDirectory(directory)) {
            for (String jid : new TreeSet<>(disk.list(directory))) {
                Optional<Job> job = job(jid, read(directory.resolve(jid)));
                if (job.filter(Job::isAlive).isPresent()) {
                    jobs.add(job.get());
                } else if (job.isPresent()) {
                    disk.delete(directory.resolve(jid));
                }
            }
        }
        return jobs;
    }

    private static Optional<Job> job(String jid, Map<?, ?> fields) {
        return fields.get("pid") instanceof Number pid
                ? Optional.of(
                        new Job(
                                jid,
                                pid.longValue(),
                                Python.str(fields.get("started")),
                                Python.str(fields.get("fun"))))
                : Optional.empty();
    }

    private static Map<String, @Nullable Object> fields(Job job) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("pid", job.process());
        fields.put("started", job.started());
        fields.put("fun", job.function());
        return fields;
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private @Nullable Object pause(Arguments args) {
        Optional<Long> seconds = args.integer("duration").filter(n -> n != 0);
        return change(args, point -> seconds.ifPresent(n -> point.put("duration", n)));
    }

    private interface Change {
        void apply(Map<Object, @Nullable Object> point);
    }

    private @Nullable Object change(Arguments args, Change change) {
        String id = args.text("state_id").orElse(ALL);
        Path file = directory("state_job_pauses").resolve(args.string("jid"));
        Map<Object, @Nullable Object> points = new LinkedHashMap<>(read(file));
        Map<Object, @Nullable Object> point =
                points.get(id) instanceof Map<?, ?> there
                        ? new LinkedHashMap<>(there)
                        : new LinkedHashMap<>();
        change.apply(point);
        points.put(id, point);
        write(file, points);
        return null;
    }

    private @Nullable Object resume(Arguments args) {
        Path file = directory("state_job_pauses").resolve(args.string("jid"));
        Map<Object, @Nullable Object> points = new LinkedHashMap<>(read(file));
        args.text("state_id").ifPresentOrElse(points::remove, points::clear);
        write(file, points);
        return null;
    }

    private Map<String, @Nullable Object> pauses(Arguments args) {
        List<String> alive = active().stream().map(Job::jid).toList();
        Path directory = directory("state_job_pauses");
        Map<String, @Nullable Object> pauses = new LinkedHashMap<>();
        if (disk.isDirectory(directory)) {
            List<String> wanted = args.list("jid").stream().map(Python::str).toList();
            for (String jid : new TreeSet<>(disk.list(directory))) {
                if (!wanted.isEmpty() && !wanted.contains(jid)) {
                    continue;
                }
                if (alive.contains(jid)) {
                    pauses.put(jid, read(directory.resolve(jid)));
                } else {
                    disk.delete(directory.resolve(jid));
                }
            }
        }
        return pauses;
    }

    private Path directory(String name) {
        return cache.resolve(name);
    }

    private Map<?, ?> read(Path file) {
        try {
            return disk.textIfPresent(file).<@Nullable Object>map(Json::parse).orElse(Map.of())
                            instanceof Map<?, ?> map
                    ? map
                    : Map.of();
        } catch (JsonError e) {
            // Somebody writes it just now, or it is none of ours.
            return Map.of();
        }
    }

    private void write(Path file, Map<?, ?> fields) {
        if (file.getParent() != null) {
            disk.makeDirectories(file.getParent());
        }
        // What it says ends with the processes that it is about.
        disk.writeScratch(file, Json.write(fields, JsonStyle.SALT));
    }
}
