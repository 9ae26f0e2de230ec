package io.pulldeploy.render.salt;

import io.pulldeploy.model.Failure;
import io.pulldeploy.model.PythonRandom;
import io.pulldeploy.model.Strftime;
import io.pulldeploy.render.jinja.PyBytes;
import io.pulldeploy.render.jinja.PyConversion;
import io.pulldeploy.render.jinja.PyDict;
import io.pulldeploy.render.jinja.PyList;
import io.pulldeploy.render.jinja.PyTuple;
import io.pulldeploy.render.jinja.PyValues;
import io.pulldeploy.render.jinja.TemplateError;
import io.pulldeploy.system.FileStat;
import io.pulldeploy.system.Host;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Salt's filters that look at the machine: its files, accounts, clock and dice. */
final class HostFilters {
    private static final int TEXT_BLOCK = 512;
    private static final int BINARY_BLOCK = 2048;

    private final Host host;
    private final RandomGenerator random;

    HostFilters(Host host, RandomGenerator random) {
        this.host = host;
        this.random = random;
    }

    void addTo(FilterTable filters) {
        filters.add("path_join", "join", "*parts, **kwargs", (_, a) -> join(a[0], a[1]))
                .add("which", "exe=None", (_, a) -> which(a[0]))
                .add(
                        "is_empty",
                        "filename",
                        (_, a) -> stat(a[0]).map(stat -> stat.size() == 0).orElse(false))
                .add(
                        "is_bin_file",
                        "is_binary",
                        "path",
                        (_, a) -> isFile(a[0]) && isBinary(start(a[0], BINARY_BLOCK)))
                .add(
                        "is_text_file",
                        "is_text",
                        "fp_, blocksize=512",
                        (_, a) -> isFile(a[0]) && !isBinary(start(a[0], TEXT_BLOCK)))
                .add("list_files", "directory", (_, a) -> listFiles(path(a[0])))
                .add(
                        "file_hashsum",
                        "get_hash",
                        "path, form='sha256', chunk_size=65536",
                        (_, a) -> hash(a[0], PyValues.str(a[1])))
                .add("get_uid", "user=None", (_, a) -> uid(a[0]))
                .add("random_sample", "sample", "value, size, seed=None", (_, a) -> sample(a))
                .add(
                        "random_shuffle",
                        "shuffle",
                        "value, seed=None",
                        (_, a) ->
                                sample(
                                        new @Nullable Object[] {
                                            a[0], (long) PyValues.length(a[0]), a[1]
                                        }))
                .add("http_query", "query", "url, *args, **kwargs", (_, _) -> noHttp());
        for (String name : new String[] {"strftime", "date_format"}) {
            filters.add(
                    name,
                    "strftime",
                    "date=None, format='%Y-%m-%d'",
                    (_, a) -> new Strftime(date(a[0])).format(PyValues.str(a[1])));
        }
    }

    private static Object noHttp() {
        throw new TemplateError(
                "CommandExecutionError",
                "the http_query filter is not available: a template that waits for a server cannot"
                        + " be rendered twice alike; fetch the data in a state or put it into the"
                        + " pillar");
    }

    private static Path path(@Nullable Object value) {
        String text = PyValues.text(value);
        if (text == null) {
            throw Values.type(
                    "expected str, bytes or os.PathLike object, not " + PyValues.typeName(value));
        }
        return Path.of(text);
    }

    private Optional<FileStat> stat(@Nullable Object name) {
        try {
            return host.files().stat(path(name));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private boolean isFile(@Nullable Object name) {
        return host.files().isFile(path(name));
    }

    private byte[] start(@Nullable Object name, int length) {
        byte[] bytes = host.files().bytes(path(name));
        return bytes.length > length ? Arrays.copyOf(bytes, length) : bytes;
    }

    /** {@code salt.utils.stringutils.is_binary}: a NUL, or more than 30 % that is no text. */
    private static boolean isBinary(byte[] data) {
        if (data.length == 0) {
            return false;
        }
        boolean utf8 = Values.textOrBytes(data) instanceof String;
        int strange = 0;
        for (byte b : data) {
            int c = b & 0xff;
            if (c == 0) {
                return true;
            }
            boolean text =
                    (c >= 32 && c < 127)
                            || c == '\n'
                            || c == '\r'
                            || c == '\t'
                            || c == '\f'
                            || c == '\b'
                            || (utf8 && c >= 128 && c < 255);
            strange += text ? 0 : 1;
        }
        return (double) strange / data.length > 0.30;
    }

    private PyList listFiles(Path directory) {
        List<@Nullable Object> names = new ArrayList<>();
        names.add(directory.toString());
        if (host.files().isDirectory(directory)) {
            for (Path file : host.files().walk(directory)) {
                String name = host.files().nameOf(file).toString();
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return new PyList(names);
    }

    private String hash(@Nullable Object name, String form) {
        if (!Hashes.isKnown(form)) {
            throw Values.value("Invalid hash type: " + form);
        }
        if (!host.files().exists(path(name))) {
            throw new TemplateError(
                    "FileNotFoundError",
                    "[Errno 2] No such file or directory: " + PyValues.repr(name));
        }
        return Hashes.hex(form, host.files().bytes(path(name)));
    }

    private @Nullable Object uid(@Nullable Object user) {
        if (user == null) {
            return host.files()
                    .stat(Path.of("/proc/self"))
                    .map(stat -> (Object) stat.uid())
                    .orElse(null);
        }
        return host.accounts().user(PyValues.str(user)).map(u -> (Object) u.uid()).orElse(null);
    }

    private @Nullable Object which(@Nullable Object program) {
        if (!PyValues.truth(program)) {
            return null;
        }
        return host.processes().which(PyValues.str(program)).orElse(null);
    }

    private static String join(@Nullable Object parts, @Nullable Object kwargs) {
        if (kwargs instanceof PyDict dict) {
            dict.entries().stream()
                    .map(e -> PyValues.str(e.getKey()))
                    .filter(name -> !name.equals("use_posixpath") && !name.startsWith("__"))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new TemplateError(
                                "SaltInvocationError",
                                "The following keyword arguments are not valid: "
                                        + name
                                        + "="
                                        + PyValues.str(dict.get(name)));
                    });
        }
        StringBuilder joined = new StringBuilder();
        for (Object part : PyValues.list(parts)) {
            String text =
                    part instanceof PyBytes bytes
                            ? new String(bytes.data(), StandardCharsets.UTF_8)
                            : PyValues.text(part);
            if (text == null) {
                throw Values.type("expected str, bytes, or bytearray not " + Values.typeText(part));
            }
            String normal = normal(text);
            if (joined.isEmpty()) {
                joined.append(normal);
            } else {
                String relative = normal.replaceFirst("^/+", "");
                joined.append(joined.charAt(joined.length() - 1) == '/' ? "" : "/")
                        .append(relative);
            }
        }
        return joined.isEmpty() ? "" : normal(joined.toString());
    }

    /** Python's {@code posixpath.normpath}. */
    private static String normal(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        String root =
                path.startsWith("//") && !path.startsWith("///")
                        ? "//"
                        : path.startsWith("/") ? "/" : "";
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            boolean up = name.equals("..");
            if (!up
                    || (root.isEmpty() && names.isEmpty())
                    || (!names.isEmpty() && names.getLast().equals(".."))) {
                names.add(name);
            } else if (!names.isEmpty()) {
                names.removeLast();
            }
        }
        String normal = root + String.join("/", names);
        return normal.isEmpty() ? "." : normal;
    }

    private Object sample(@Nullable Object[] a) {
        if (!(a[0] instanceof PyList || a[0] instanceof PyTuple || a[0] instanceof String)) {
            throw Values.type("Population must be a sequence.  For dicts or sets, use sorted(d).");
        }
        List<@Nullable Object> population = PyValues.list(a[0]);
        long size = Values.integer(a[1]);
        if (size < 0 || size > population.size()) {
            throw Values.value("Sample larger than population or is negative");
        }
        if (a[2] != null) {
            return new PyList(PythonRandom.sample(population, (int) size, seeded(a[2])::below));
        }
        Collections.shuffle(population, new Random(random.nextLong()));
        return new PyList(population.subList(0, (int) size));
    }

    /** Salt seeds with the digest of the seed's text. */
    private static PythonRandom seeded(Object seed) {
        if (!(seed instanceof String || seed instanceof PyBytes)) {
            throw Values.type("object supporting the buffer API required");
        }
        return PythonRandom.seeded(Hashes.hex("sha512", Values.bytes(seed)));
    }

    private LocalDateTime date(@Nullable Object date) {
        LocalDateTime now = LocalDateTime.ofInstant(host.clock().instant(), host.clock().getZone());
        if (date == null) {
            return now;
        }
        if (PyValues.text(date) != null) {
            Optional<LocalDateTime> fuzzy = FuzzyDate.parse(PyValues.str(date), now);
            if (fuzzy.isPresent()) {
                return fuzzy.get();
            }
        }
        Object number =
                PyValues.text(date) != null ? PyConversion.numberOrSame(PyValues.str(date)) : date;
        try {
            if (number instanceof Long seconds) {
                return at(Instant.ofEpochSecond(seconds));
            }
            if (number instanceof Boolean b) {
                return at(Instant.ofEpochSecond(b ? 1 : 0));
            }
            if (number instanceof Double seconds && !seconds.isNaN()) {
                double whole = Math.floor(seconds);
                long micros = Math.round((seconds - whole) * 1e6);
                return at(Instant.ofEpochSecond((long) whole, micros * 1000));
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw unreadable(date);
        }
        throw unreadable(date);
    }

    private LocalDateTime at(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, host.clock().getZone());
        if (local.getYear() < 1 || local.getYear() > 9999) {
            throw new DateTimeException("out of Python's range");
        }
        return local;
    }

    private static TemplateError unreadable(@Nullable Object date) {
        return new TemplateError("ValueError", "Unable to parse " + PyValues.str(date));
    }
}
