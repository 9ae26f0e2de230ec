package io.pulldeploy.modules;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.pulldeploy.Conformance;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.ExecutionFunction;
import io.pulldeploy.loader.Registry;
import io.pulldeploy.model.PythonText;
import io.pulldeploy.system.FakeAccounts;
import io.pulldeploy.system.FakeHostNames;
import io.pulldeploy.system.FakePackages;
import io.pulldeploy.system.FakeServices;
import io.pulldeploy.system.FileTree;
import io.pulldeploy.system.Host;
import io.pulldeploy.system.HttpWebClient;
import io.pulldeploy.system.ScriptedProcesses;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every request of an {@code http} function is what Salt's own is, and is answered as there. */
class HttpConformanceTest {
    private static final List<String> TOLD =
            List.of("Authorization", "Content-Type", "User-Agent", "X-One", "X-Two");

    @TempDir Path scratch;

    private final Map<String, @Nullable Object> answers = Conformance.read("http/server.json");
    private HttpServer server;
    private PlainMinion minion;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.writeString(scratch.resolve("data"), "of a file");
        FileTree files = new FileTree();
        Host host =
                new Host(
                        files,
                        new ScriptedProcesses(),
                        new FakePackages(),
                        new FakeServices(),
                        new FakeAccounts(),
                        new FakeHostNames("web1"),
                        Clock.systemUTC());
        Registry<ExecutionFunction> functions = Registry.ofExecutionFunctions();
        functions.add(new HttpModule(host, new HttpWebClient(), _ -> {}).functions());
        functions.add(new SlsutilModule(files).functions());
        minion = new PlainMinion(Map.of(), Map.of(), Map.of(), files, functions);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange asked) throws IOException {
        byte[] sent = asked.getRequestBody().readAllBytes();
        String path = asked.getRequestURI().toString();
        Map<String, @Nullable Object> answer =
                path.startsWith("/echo")
                        ? echo(asked, path, new String(sent, UTF_8))
                        : Conformance.mapping(answers.get(path));
        byte[] body =
                answer.containsKey("latin")
                        ? String.valueOf(answer.get("latin")).getBytes(ISO_8859_1)
                        : String.valueOf(answer.get("body")).getBytes(UTF_8);
        Conformance.mapping(answer.get("headers"))
                .forEach((name, value) ->
                        asked.getResponseHeaders().set(name, String.valueOf(value)));
        int status = ((Number) java.util.Objects.requireNonNull(answer.get("status"))).intValue();
        asked.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            asked.getResponseBody().write(body);
        }
        asked.close();
    }

    private static Map<String, @Nullable Object> echo(
            HttpExchange asked, String path, String body) {
        List<String> headers = new ArrayList<>();
        for (String name : TOLD) {
            String value = asked.getRequestHeaders().getFirst(name);
            if (value != null) {
                headers.add("\"%s\": \"%s\"".formatted(name, value));
            }
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("status", 200L);
        answer.put("headers", Map.of("Content-Type", "application/json"));
        answer.put(
                "body",
                "{\"body\": %s, \"headers\": {%s}, \"method\": \"%s\", \"path\": \"%s\"}"
                        .formatted(
                                Conformance.text(body),
                                String.join(", ", headers),
                                asked.getRequestMethod(),
                                path));
        return answer;
    }

    @Test
    void requestsAreSentAndAnsweredAsInSalt() throws IOException {
        int nobody;
        try (ServerSocket unused = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            nobody = unused.getLocalPort();
        }
        Map<String, String> places =
                Map.of(
                        "{url}", "http://127.0.0.1:" + server.getAddress().getPort(),
                        "{none}", "http://127.0.0.1:" + nobody,
                        "{dir}", scratch.toString());
        List<Map<String, @Nullable Object>> cases =
                Conformance.cases(
                        "http/cases.json",
                        Set.of("call", "function", "args", "kwargs", "result", "error", "files"));
        List<String> differences = new ArrayList<>();
        for (Map<String, @Nullable Object> one : cases) {
            String expected =
                    (one.containsKey("error") ? "ERROR " + one.get("error") : one.get("result"))
                            + " "
                            + one.get("files");
            String actual = ended(one, places);
            if (!expected.equals(actual)) {
                differences.add(one.get("call") + "\n  salt " + expected + "\n  ours " + actual);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(cases).hasSizeGreaterThan(35);
    }

    private String ended(Map<String, @Nullable Object> one, Map<String, String> places)
            throws IOException {
        String result;
        try {
            result =
                    PythonText.repr(
                            toldOnly(
                                    minion.call(
                                            String.valueOf(one.get("function")),
                                            Conformance.list(placed(one.get("args"), places)),
                                            Conformance.mapping(
                                                    placed(one.get("kwargs"), places)))));
        } catch (CallError e) {
            result = "ERROR " + e.getMessage();
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : List.of("text", "decoded")) {
            Path file = scratch.resolve(name);
            if (Files.exists(file)) {
                files.put(name, Files.readString(file));
                Files.delete(file);
            }
        }
        return result + " " + files;
    }

    /** Without the headers that servers add by themselves. */
    private static @Nullable Object toldOnly(@Nullable Object result) {
        if (!(result instanceof Map<?, ?> map) || !(map.get("headers") instanceof Map<?, ?> all)) {
            return result;
        }
        Map<String, @Nullable Object> headers = new TreeMap<>();
        all.forEach((name, value) -> {
            if (name.equals("Content-Type") || String.valueOf(name).startsWith("X-")) {
                headers.put(String.valueOf(name), value);
            }
        });
        Map<Object, @Nullable Object> same = new LinkedHashMap<>(map);
        same.put("headers", new LinkedHashMap<>(headers));
        return same;
    }

    private static @Nullable Object placed(@Nullable Object value, Map<String, String> places) {
        return switch (value) {
            case String text -> {
                String placed = text;
                for (Map.Entry<String, String> place : places.entrySet()) {
                    placed = placed.replace(place.getKey(), place.getValue());
                }
                yield placed;
            }
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                list.forEach(entry -> all.add(placed(entry, places)));
                yield all;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((key, entry) -> all.put(key, placed(entry, places)));
                yield all;
            }
            case null, default -> value;
        };
    }
}
