package io.pulldeploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before moto, puts right what moto gets wrong, notes every call, and can answer for it: so
 * a test counts what was changed, and sees how a busy AWS is borne.
 */
public final class RecordingProxy implements AutoCloseable {
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
    private static final Pattern READING = Pattern.compile("(Describe|Get|List|Head).*");

    private static final Set<String> HOP_HEADERS =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "transfer-encoding",
                    "upgrade",
                    "expect");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI target;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final MotoFront front = new MotoFront();
    private final AtomicInteger throttles = new AtomicInteger();
    private volatile Refusal refusal = new Refusal("nothing", 0, 0, "", "");
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int lastMutation = Integer.MAX_VALUE;

    /**
     * How calls of one name are refused.
     *
     * @param action AWS's name of the call
     * @param times how often; after that they are answered
     * @param status of HTTP
     */
    public record Refusal(String action, int times, int status, String code, String message) {
        /** As each protocol writes it. */
        private byte[] body(HttpExchange exchange) {
            if (exchange.getRequestHeaders().containsKey("Smithy-Protocol")) {
                exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
                return cbor();
            }
            String error = "<Code>%s</Code><Message>%s</Message>".formatted(code, message);
            String text;
            if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
                text =
                        "{\"__type\": \"com.amazonaws#%s\", \"message\": \"%s\"}"
                                .formatted(code, message);
            } else if (exchange.getRequestHeaders()
                    .getFirst("Authorization")
                    .contains("/s3/aws4_request")) {
                text = "<Error>" + error + "</Error>";
            } else {
                text =
                        "<ErrorResponse><Error>%s</Error><Errors><Error>%s</Error></Errors></ErrorResponse>"
                                .formatted(error, error);
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** A mapping of two texts. */
        private byte[] cbor() {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.write(0xa2);
            for (String text : List.of("__type", "com.amazonaws#" + code, "message", message)) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                body.write(0x78);
                body.write(bytes.length);
                body.writeBytes(bytes);
            }
            return body.toByteArray();
        }
    }

    private RecordingProxy(HttpServer server, URI target) {
        this.server = server;
        this.target = target;
    }

    /** Starts a proxy on a port of its own. */
    public static RecordingProxy before(URI target) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            RecordingProxy proxy = new RecordingProxy(server, target);
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

    /** Every call, by AWS's name of it. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Every call with what it asked, so that two that ask the same are equal. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** The calls that may have changed something. */
    public List<String> mutations() {
        return calls.stream().filter(c -> !READING.matcher(c).matches()).toList();
    }

    /** Refuses the next calls, as a service does that is asked too often. */
    public void throttle(int times) {
        throttles.set(times);
    }

    /** Refuses calls of one name from now on. */
    public void refuse(Refusal next) {
        refused.set(0);
        refusal = next;
    }

    /**
     * Lets so many more mutating calls pass, and then none of any kind: to AWS a run that is killed
     * looks so.
     */
    public void cutAfter(int mutations) {
        lastMutation = mutations().size() + mutations;
    }

    /** Lets everything pass again. */
    public void mend() {
        lastMutation = Integer.MAX_VALUE;
    }

    /** How often a call was refused so. */
    public int refusals() {
        return refused.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (throttles.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                byte[] refusal =
                        "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>"
                                .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(503, refusal.length);
                exchange.getResponseBody().write(refusal);
                return;
            }
            String asked = new String(body, StandardCharsets.UTF_8);
            String action = name(exchange, asked);
            boolean isCut = mutations().size() >= lastMutation;
            Refusal now =
                    isCut ? new Refusal(action, Integer.MAX_VALUE, 400, "Cut", "cut off") : refusal;
            if (now.action().equals(action) && refused.get() < now.times()) {
                refused.incrementAndGet();
                byte[] answer = now.body(exchange);
                exchange.sendResponseHeaders(now.status(), answer.length);
                exchange.getResponseBody().write(answer);
                return;
            }
            calls.add(action);
            requests.add(action + " " + exchange.getRequestURI().getQuery() + " " + asked);
            front.asked(asked);
            HttpResponse<byte[]> answer = forwarded(exchange, body);
            byte[] amended = front.amended(answer.body());
            answer.headers()
                    .map()
                    .forEach((name, values) -> {
                        if (!HOP_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                                && !name.startsWith(":")) {
                            exchange.getResponseHeaders().put(name, values);
                        }
                    });
            boolean empty = amended.length == 0;
            exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : amended.length);
            if (!empty) {
                exchange.getResponseBody().write(amended);
            }
        }
    }

    private HttpResponse<byte[]> forwarded(HttpExchange exchange, byte[] body) throws IOException {
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
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Query services say it in the body, JSON services in a header, the others by their path. */
    private static String name(HttpExchange exchange, String body) {
        String aws = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (aws != null) {
            return aws.substring(aws.lastIndexOf('.') + 1);
        }
        Matcher action = ACTION.matcher(body);
        if (action.find()) {
            return action.group(1);
        }
        String path = exchange.getRequestURI().getPath();
        int operation = path.indexOf("/operation/");
        if (operation >= 0) {
            return path.substring(operation + "/operation/".length());
        }
        String method = exchange.getRequestMethod();
        if (method.equals("POST") && path.matches("/2013-04-01/hostedzone/\\w+/rrset/?")) {
            return "ChangeResourceRecordSets";
        }
        return (method.equals("GET") ? "Get" : method.equals("HEAD") ? "Head" : method)
                + " "
                + path;
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
