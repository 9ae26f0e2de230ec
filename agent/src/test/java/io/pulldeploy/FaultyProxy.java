package io.pulldeploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A network and a service that have bad days: stands before an S3, and does as it is told. */
public final class FaultyProxy implements AutoCloseable {
    private static final Set<String> HOP_HEADERS =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "upgrade",
                    "expect");

    /** What happens to one answer. */
    public sealed interface Fault {
        /** The service refuses, with an error code of S3's. */
        record Refuse(int status, String code) implements Fault {}

        /** The connection is cut after so many bytes of the content. */
        record CutAfter(int bytes) implements Fault {}

        /** Nothing more comes after so many bytes, and the connection stays. */
        record StallAfter(int bytes) implements Fault {}

        /** A byte comes, then nothing for a while, and so on. */
        record Trickle(long millisPerByte) implements Fault {}

        /** The first byte arrives as another one. */
        record Garble() implements Fault {}

        /** Something happens before the request is passed on. */
        record Meanwhile(Runnable what) implements Fault {}
    }

    private record Due(String key, Fault fault) {}

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI target;
    private final Deque<Due> due = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch stalled = new CountDownLatch(1);

    private FaultyProxy(HttpServer server, URI target) {
        this.server = server;
        this.target = target;
    }

    /** Starts a proxy on a port of its own. */
    public static FaultyProxy before(URI target) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FaultyProxy proxy = new FaultyProxy(server, target);
            server.createContext("/", proxy::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next GETs of an object whose key ends so meet these, one each. */
    public FaultyProxy next(String keyEnding, Fault... faults) {
        synchronized (due) {
            for (Fault fault : faults) {
                due.add(new Due(keyEnding, fault));
            }
        }
        return this;
    }

    /** The GETs of an object so far, as {@code bytes=10-}, or {@code all}. */
    public List<String> gets(String keyEnding) {
        return requests.stream()
                .filter(r -> r.startsWith("GET ") && r.contains(keyEnding + " "))
                .map(r -> r.substring(r.lastIndexOf(' ') + 1))
                .toList();
    }

    /** Waits until an answer has stalled. */
    public void awaitStall() {
        try {
            if (!stalled.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing stalled; there were " + requests);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Fault fault(String method, String path) {
        synchronized (due) {
            for (Due one : due) {
                if (method.equals("GET") && path.endsWith(one.key())) {
                    due.remove(one);
                    return one.fault();
                }
            }
        }
        return new Fault.Meanwhile(() -> {});
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(method + " " + path + " " + (range == null ? "all" : range));
            Fault fault = fault(method, path);
            if (fault instanceof Fault.Refuse(int status, String code)) {
                refuse(exchange, status, code);
                return;
            }
            if (fault instanceof Fault.Meanwhile(Runnable what)) {
                what.run();
            }
            HttpResponse<InputStream> answer = forwarded(exchange, body);
            answer.headers()
                    .map()
                    .forEach((name, values) -> {
                        if (!HOP_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                                && !name.startsWith(":")) {
                            exchange.getResponseHeaders().put(name, values);
                        }
                    });
            byte[] content = answer.body().readAllBytes();
            exchange.sendResponseHeaders(
                    answer.statusCode(), content.length == 0 ? -1 : content.length);
            if (content.length > 0) {
                send(exchange.getResponseBody(), content, fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(OutputStream out, byte[] content, Fault fault)
            throws IOException, InterruptedException {
        switch (fault) {
            case Fault.Refuse _, Fault.Meanwhile _ -> out.write(content);
            case Fault.CutAfter(int bytes) -> {
                out.write(content, 0, Math.min(bytes, content.length));
                out.flush();
            }
            case Fault.StallAfter(int bytes) -> {
                out.write(content, 0, Math.min(bytes, content.length));
                out.flush();
                stalled.countDown();
                closed.await();
            }
            case Fault.Trickle(long millisPerByte) -> {
                for (byte one : content) {
                    out.write(one);
                    out.flush();
                    if (closed.await(millisPerByte, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
            case Fault.Garble() -> {
                byte[] garbled = content.clone();
                garbled[0] ^= 1;
                out.write(garbled);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
        byte[] refusal =
                "<Error><Code>%s</Code><Message>try later</Message></Error>"
                        .formatted(code)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, refusal.length);
        exchange.getResponseBody().write(refusal);
    }

    private HttpResponse<InputStream> forwarded(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.resolve(exchange.getRequestURI().toString()))
                        .version(HttpClient.Version.HTTP_1_1)
                        .method(
                                exchange.getRequestMethod(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!HOP_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(v -> request.header(name, v));
                    }
                });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        client.shutdownNow();
    }
}
