package io.pulldeploy.modules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulldeploy.loader.Arguments;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Minion;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.WebClient;
import io.pulldeploy.system.WebClient.Answer;
import io.pulldeploy.system.WebClient.Request;
import io.pulldeploy.system.WebClient.Unreachable;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code http.*}: requests to servers. */
public final class HttpModule {
    private static final String AGENT = "Salt/3008.3 http.query()";
    private static final Pattern CHARSET =
            Pattern.compile("charset=\"?([\\w.:-]+)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> KNOWN =
            Set.of(
                    "method",
                    "params",
                    "data",
                    "data_file",
                    "header_dict",
                    "header_list",
                    "username",
                    "password",
                    "auth",
                    "decode",
                    "decode_type",
                    "status",
                    "headers",
                    "text",
                    "test",
                    "test_url",
                    "verify_ssl",
                    "text_out",
                    "decode_out",
                    "agent",
                    "hide_fields",
                    "raise_error",
                    "decode_body",
                    "node",
                    "port",
                    "opts",
                    "request_interval");
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(300, "Multiple Choices"),
                    Map.entry(304, "Not Modified"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(402, "Payment Required"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(407, "Proxy Authentication Required"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(409, "Conflict"),
                    Map.entry(410, "Gone"),
                    Map.entry(411, "Length Required"),
                    Map.entry(412, "Precondition Failed"),
                    Map.entry(413, "Request Entity Too Large"),
                    Map.entry(415, "Unsupported Media Type"),
                    Map.entry(422, "Unprocessable Entity"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"));

    private final FileTree files;
    private final Clock clock;
    private final WebClient web;
    private final Consumer<Duration> pause;

    /**
     * @param pause waits
     */
    public HttpModule(Host host, WebClient web, Consumer<Duration> pause) {
        this.files = host.files();
        this.clock = host.clock();
        this.web = web;
        this.pause = pause;
    }

    public List<ExecutionFunction> functions() {
        return new FunctionList("http")
                .add(
                        "query",
                        "What a server answers: its body, and what else is asked for.",
                        "url, **kwargs",
                        (m, a) -> query(m, a.string("url"), a.extra()))
                .add(
                        "wait_for_successful_query",
                        "As query, again and again until there is no error.",
                        "url, wait_for=300, **kwargs",
                        this::patiently)
                .all();
    }

    private Map<String, @Nullable Object> patiently(Minion minion, Arguments args) {
        Instant end = clock.instant().plusSeconds(args.integer("wait_for").orElse(300L));
        while (true) {
            Map<String, @Nullable Object> answer = query(minion, args.string("url"), args.extra());
            if (answer.get("error") == null || clock.instant().isAfter(end)) {
                return answer;
            }
            if (args.extra().get("request_interval") instanceof Number seconds) {
                pause.accept(Duration.ofMillis((long) (seconds.doubleValue() * 1000)));
            }
        }
    }

    private Map<String, @Nullable Object> query(
            Minion minion, String url, Map<String, @Nullable Object> options) {
        for (Map.Entry<String, @Nullable Object> option : options.entrySet()) {
            if (!KNOWN.contains(option.getKey())
                    && !option.getKey().startsWith("__")
                    && truth(option.getValue())) {
                throw new CallError(
                        "http.query has no option '"
                                + option.getKey()
                                + "' here; there are: "
                                + String.join(", ", KNOWN.stream().sorted().toList()));
            }
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        String address = full(url, options.get("params"));
        if (Boolean.TRUE.equals(options.get("test"))) {
            // As under Salt, the address that is asked in a test is the one asked for anyway.
            if (options.get("test_url") == null) {
                return result;
            }
            result.put("test", true);
        }
        Request request = request(minion, address, options);
        return switch (web.send(request)) {
            case Unreachable failed -> {
                if (failed.timedOut()) {
                    result.put("status", 599L);
                    result.put("error", "HTTP 599: " + failed.reason());
                } else {
                    if (Boolean.TRUE.equals(options.get("status"))) {
                        result.put("status", 0L);
                    }
                    result.put("error", failed.reason());
                }
                yield result;
            }
            case Answer answer -> told(minion, answer, options, result);
        };
    }

    private static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    private static String full(String url, @Nullable Object parameters) {
        if (!(parameters instanceof Map<?, ?> map) || map.isEmpty()) {
            return url;
        }
        char between = url.contains("?") ? '&' : '?';
        return url.endsWith("?") || url.endsWith("&")
                ? url + encoded(map)
                : url + between + encoded(map);
    }

    private static String encoded(Map<?, ?> form) {
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) ->
                pairs.add(
                        URLEncoder.encode(Texts.str(name), UTF_8)
                                + "="
                                + URLEncoder.encode(Texts.str(value), UTF_8)));
        return String.join("&", pairs);
    }

    private Request request(Minion minion, String address, Map<String, @Nullable Object> options) {
        String method = options.get("method") == null ? "GET" : Texts.str(options.get("method"));
        Object given = options.get("data");
        byte[] body =
                switch (given) {
                    case null -> new byte[0];
                    case byte[] bytes -> bytes;
                    case Map<?, ?> form -> encoded(form).getBytes(UTF_8);
                    default -> Texts.str(given).getBytes(UTF_8);
                };
        if (options.get("data_file") != null) {
            body = files.bytes(Path.of(Texts.str(options.get("data_file"))));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (options.get("header_dict") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> headers.put(Texts.str(name), Texts.str(value)));
        }
        if (options.get("header_list") instanceof List<?> list) {
            for (Object header : list) {
                String[] parts = Texts.str(header).split(":");
                if (parts.length > 1) {
                    headers.put(parts[0].strip(), parts[1].strip());
                }
            }
        }
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("content-length"));
        headers.put(
                "User-Agent",
                options.get("agent") == null ? AGENT : Texts.str(options.get("agent")));
        boolean typed = headers.keySet().stream().anyMatch("content-type"::equalsIgnoreCase);
        if (method.equals("POST") && !typed) {
            headers.put("Content-Type", "application/x-www-form-urlencoded");
        }
        credentials(options)
                .ifPresent(pair ->
                        headers.put(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(pair.getBytes(UTF_8))));
        Object verifies =
                options.get("verify_ssl") == null
                        ? minion.opts().getOrDefault("verify_ssl", true)
                        : options.get("verify_ssl");
        try {
            return new Request(
                    URI.create(address),
                    method,
                    headers,
                    body,
                    truth(verifies),
                    seconds(minion, "http_connect_timeout", 20),
                    seconds(minion, "http_request_timeout", 3600));
        } catch (IllegalArgumentException e) {
            throw new CallError("no address: " + address, e);
        }
    }

    private static Duration seconds(Minion minion, String option, long otherwise) {
        Object value = minion.opts().get(option);
        double seconds = value instanceof Number n ? n.doubleValue() : otherwise;
        return Duration.ofMillis(Math.max(1, (long) (seconds * 1000)));
    }

    private static Optional<String> credentials(Map<String, @Nullable Object> options) {
        Object password = options.get("password");
        return truth(options.get("username"))
                ? Optional.of(
                        Texts.str(options.get("username"))
                                + ":"
                                + (password == null ? "" : Texts.str(password)))
                : Optional.empty();
    }

    private Map<String, @Nullable Object> told(
            Minion minion,
            Answer answer,
            Map<String, @Nullable Object> options,
            Map<String, @Nullable Object> result) {
        boolean failed = answer.status() < 200 || answer.status() >= 300;
        Optional<Charset> named = charset(answer);
        Object body =
                Boolean.FALSE.equals(options.get("decode_body")) && named.isEmpty()
                        ? (Object) answer.body()
                        : new String(answer.body(), named.orElse(UTF_8));
        if (failed && !Boolean.FALSE.equals(options.get("raise_error"))) {
            result.put("status", (long) answer.status());
            result.put(
                    "error",
                    "HTTP %d: %s"
                            .formatted(
                                    answer.status(),
                                    REASONS.getOrDefault(answer.status(), "Unknown")));
            result.put("body", body);
            return result;
        }
        result.put("body", body);
        if (options.get("text_out") != null) {
            files.write(Path.of(Texts.str(options.get("text_out"))), Texts.str(body));
        }
        if (Boolean.TRUE.equals(options.get("status"))) {
            result.put("status", (long) answer.status());
        }
        if (Boolean.TRUE.equals(options.get("headers"))) {
            result.put("headers", new LinkedHashMap<>(answer.headers()));
        }
        boolean text = Boolean.TRUE.equals(options.get("text"));
        if (Boolean.TRUE.equals(options.get("decode"))) {
            String type = type(answer, options.get("decode_type"));
            switch (type) {
                case "json", "yaml" ->
                        result.put(
                                "dict",
                                minion.call(
                                        "slsutil.deserialize",
                                        List.of(type, Texts.str(body)),
                                        Map.of()));
                case "plain" -> text = true;
                case "xml" -> throw new CallError("http.query does not decode XML");
                default -> {
                    result.put(
                            "error",
                            "Invalid decode_type specified. Valid decode types are: ('json', 'xml', 'yaml', 'plain')");
                    return result;
                }
            }
            if (options.get("decode_out") != null) {
                files.write(Path.of(Texts.str(options.get("decode_out"))), Texts.str(body));
            }
        }
        if (text) {
            result.put("text", body);
        }
        return result;
    }

    /** What a text says of its letters. */
    private static Optional<Charset> charset(Answer answer) {
        String type = answer.headers().getOrDefault("Content-Type", "");
        Matcher charset = CHARSET.matcher(type);
        return type.startsWith("text/") && charset.find() && Charset.isSupported(charset.group(1))
                ? Optional.of(Charset.forName(charset.group(1)))
                : Optional.empty();
    }

    private static String type(Answer answer, @Nullable Object asked) {
        if (asked != null && !asked.equals("auto")) {
            return Texts.str(asked);
        }
        String type =
                answer.headers()
                        .getOrDefault("Content-Type", "application/json")
                        .toLowerCase(Locale.ROOT);
        return List.of("xml", "json", "yaml").stream()
                .filter(type::contains)
                .findFirst()
                .orElse("plain");
    }
}
