package io.pulldeploy.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.pulldeploy.system.FileTree;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Stands before an emulator that knows no load balancers in policies, and enforces a role's policy
 * on whatever is signed with its key; the emulator does the rest.
 */
public final class PolicyFront implements AutoCloseable {
    /** What HTTP has between two neighbours, and what the connection sets itself. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("connection", "content-length", "date", "expect", "host", "transfer-encoding");

    private final URI emulator;
    private final RolePolicy policy;
    private final List<SimulatedService> services;
    private final HttpServer server;

    /**
     * @param instance whose region and account the policy's resources are in
     * @param scratch an empty directory
     */
    public PolicyFront(URI emulator, RolePolicy policy, SimulatedInstance instance, Path scratch) {
        this.emulator = emulator;
        this.policy = policy;
        this.services =
                List.of(
                        new SimulatedS3(new FileTree(), scratch.resolve("s3")),
                        new SimulatedLoadBalancers(
                                        instance,
                                        new FileTree(),
                                        scratch.resolve("elb"),
                                        Clock.systemUTC(),
                                        Duration.ZERO)
                                .service(),
                        new SimulatedTags(instance).service());
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Optional<Answer> refusal = refuse(exchange, body);
            if (refusal.isPresent()) {
                boolean head = exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(
                        refusal.get().status(), head ? -1 : refusal.get().length());
                if (!head) {
                    refusal.get().body().transferTo(exchange.getResponseBody());
                }
            } else {
                forward(exchange, body);
            }
        }
    }

    private Optional<Answer> refuse(HttpExchange exchange, byte[] body) {
        Request raw = Request.of(exchange);
        Request request =
                QueryService.withForm(
                        new Request(
                                raw.method(),
                                raw.path(),
                                raw.query(),
                                raw.headers(),
                                new ByteArrayInputStream(body)));
        if (request.accessKey().filter(SimulatedAws.ACCESS_KEY::equals).isEmpty()) {
            return Optional.empty();
        }
        SimulatedService service =
                services.stream().filter(s -> s.takes(request)).findFirst().orElseThrow();
        String action = service.action(request);
        String resource = service.resource(request);
        return policy.allows(action, resource, request.parameter("prefix"))
                ? Optional.empty()
                : Optional.of(
                        service.refusal(
                                request,
                                new ServiceError(
                                        403,
                                        "AccessDenied",
                                        "not authorized to perform: "
                                                + action
                                                + " on resource: "
                                                + resource)));
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpURLConnection onward =
                (HttpURLConnection)
                        URI.create(emulator + exchange.getRequestURI().toString())
                                .toURL()
                                .openConnection();
        onward.setRequestMethod(exchange.getRequestMethod());
        exchange.getRequestHeaders()
                .forEach((name, values) -> {
                    if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                        onward.setRequestProperty(name, values.getFirst());
                    }
                });
        if (body.length > 0) {
            onward.setDoOutput(true);
            onward.getOutputStream().write(body);
        }
        int status = onward.getResponseCode();
        onward.getHeaderFields()
                .forEach((name, values) -> {
                    if (name != null && !NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                        exchange.getResponseHeaders().set(name, values.getFirst());
                    }
                });
        try (InputStream in = status >= 400 ? onward.getErrorStream() : onward.getInputStream()) {
            byte[] answer = in == null ? new byte[0] : in.readAllBytes();
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
        }
    }
}
