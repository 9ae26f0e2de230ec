package io.pulldeploy.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.pulldeploy.model.ExitCode;
import io.pulldeploy.model.Failure;
import io.pulldeploy.system.FileTree;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * As much of AWS as an instance needs to boot, on loopback in our own process: S3, the metadata
 * service, tags and classic load balancers. It is our assumption about AWS, not AWS: it checks that
 * requests are signed, not that the signature is right, and knows the policy of the instance's role
 * alone.
 */
public final class SimulatedAws implements AutoCloseable {
    public static final String ACCESS_KEY = "ASIASIMULATEDAWS0000";
    public static final String SECRET_KEY = "simulated-secret";
    public static final String SESSION_TOKEN = "simulated-session-token";

    /** Whoever signs with this key, or any other than the role's, is allowed everything. */
    public static final String ADMINISTRATOR = "AKIASIMULATEDADMIN00";

    private static final Logger log = LoggerFactory.getLogger(SimulatedAws.class);

    private final SimulatedInstance instance;
    private final SimulatedS3 s3;
    private final SimulatedLoadBalancers loadBalancers;
    private final List<SimulatedService> services;
    private volatile Optional<RolePolicy> policy = Optional.empty();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer api;
    private final HttpServer metadata;

    /**
     * Starts it.
     *
     * @param root where its state is kept; a second start with the same root goes on with it
     * @param checking how long an instance that joins a load balancer is out of service
     */
    public SimulatedAws(
            SimulatedInstance instance, FileTree files, Path root, Clock clock, Duration checking) {
        this.instance = instance;
        this.s3 = new SimulatedS3(files, root.resolve("s3"));
        this.loadBalancers =
                new SimulatedLoadBalancers(
                        instance, files, root.resolve("load-balancers"), clock, checking);
        this.services = List.of(s3, loadBalancers.service(), new SimulatedTags(instance).service());
        SimulatedMetadata imds = new SimulatedMetadata(instance, clock);
        this.api = serve(this::route);
        this.metadata =
                serve(request -> {
                    calls.add("imds:" + request.method() + " " + request.path());
                    return imds.answer(request);
                });
    }

    /** Where every service answers. */
    public URI endpoint() {
        return address(api);
    }

    /** Where the metadata service answers. */
    public URI metadataEndpoint() {
        return address(metadata);
    }

    public SimulatedInstance instance() {
        return instance;
    }

    /** What a process needs in its environment to take this for AWS. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", endpoint().toString());
        variables.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadataEndpoint().toString());
        variables.put("AWS_REGION", instance.region());
        variables.put("AWS_ACCESS_KEY_ID", ACCESS_KEY);
        variables.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
        variables.put("AWS_SESSION_TOKEN", SESSION_TOKEN);
        return variables;
    }

    public SimulatedAws withBucket(String name) {
        s3.create(name);
        return this;
    }

    public SimulatedAws withLoadBalancer(String name) {
        loadBalancers.create(name);
        return this;
    }

    /** The instances registered with a load balancer. */
    public List<String> registered(String loadBalancer) {
        return loadBalancers.registered(loadBalancer);
    }

    /** From now on the instance's role is allowed this and nothing else. */
    public SimulatedAws enforcing(RolePolicy allowed) {
        policy = Optional.of(allowed);
        return this;
    }

    /**
     * Refuses an action from now on.
     *
     * @param action as IAM names it, such as {@code elasticloadbalancing:DescribeInstanceHealth}
     */
    public void deny(String action) {
        denied.add(action);
    }

    /** What was asked for so far, in order: {@code s3:GetObject /bucket/key}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        api.stop(0);
        metadata.stop(0);
        threads.close();
    }

    private Answer route(Request raw) {
        Request request = QueryService.withForm(raw);
        SimulatedService service =
                services.stream().filter(s -> s.takes(request)).findFirst().orElse(null);
        if (service == null) {
            // Whoever does not sign is treated as S3 treats him: everything else wants a signature
            // in the form of its own error anyway.
            ServiceError error =
                    request.signedFor().isEmpty()
                            ? new ServiceError(403, "AccessDenied", "Access Denied")
                            : new ServiceError(
                                    501,
                                    "NotImplemented",
                                    "the simulated AWS has no " + request.signedFor().orElse(""));
            return s3.refusal(request, error);
        }
        String action = service.action(request);
        calls.add(action + " " + request.path());
        try {
            authorize(service, request, action);
            return service.answer(request);
        } catch (ServiceError e) {
            return service.refusal(request, hideAbsence(request, e));
        }
    }

    private void authorize(SimulatedService service, Request request, String action) {
        String resource = service.resource(request);
        boolean allowed =
                !isOfRole(request)
                        || policy.map(p -> p.allows(action, resource, request.parameter("prefix")))
                                .orElse(true);
        if (!allowed || denied.contains(action)) {
            throw new ServiceError(
                    403,
                    "AccessDenied",
                    "User: arn:aws:sts::%s:assumed-role/%s/%s is not authorized to perform: %s on resource: %s"
                            .formatted(
                                    instance.accountId(),
                                    instance.role(),
                                    instance.id(),
                                    action,
                                    resource));
        }
    }

    /** Who may not list a bucket is not told which keys it lacks. */
    private ServiceError hideAbsence(Request request, ServiceError error) {
        boolean mayList =
                !isOfRole(request)
                        || policy.map(p ->
                                        p.allows(
                                                "s3:ListBucket",
                                                SimulatedS3.bucketResource(request),
                                                Optional.empty()))
                                .orElse(true);
        return error.code().equals("NoSuchKey") && !mayList
                ? new ServiceError(403, "AccessDenied", "Access Denied")
                : error;
    }

    /** Policies are the instance's role's; whoever has other keys is an administrator. */
    private static boolean isOfRole(Request request) {
        return request.accessKey().filter(ACCESS_KEY::equals).isPresent();
    }

    private HttpServer serve(Function<Request, Answer> answers) {
        // Without this the JDK's server waits 40 ms for each answer's second packet.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> handle(exchange, answers));
            server.start();
            return server;
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.UNAVAILABLE,
                    "the simulated AWS cannot listen on loopback: " + e.getMessage(),
                    "Check that this user may open a local port.",
                    e);
        }
    }

    private static void handle(HttpExchange exchange, Function<Request, Answer> answers)
            throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answers.apply(Request.of(exchange));
            } catch (RuntimeException e) {
                log.warn(
                        "the simulated AWS failed at {} {}",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        e);
                answer = Answer.text(500, "text/plain", "InternalError");
            }
            // What is left of a refused upload has to be read, or the client sees a broken pipe.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            try (var body = answer.body()) {
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                boolean head = exchange.getRequestMethod().equals("HEAD");
                if (head || answer.length() == 0) {
                    if (head) {
                        exchange.getResponseHeaders()
                                .set("Content-Length", Long.toString(answer.length()));
                    }
                    exchange.sendResponseHeaders(answer.status(), -1);
                    return;
                }
                exchange.sendResponseHeaders(answer.status(), answer.length());
                byte[] buffer = new byte[64 * 1024];
                long left = answer.length();
                while (left > 0) {
                    int n = body.read(buffer, 0, (int) Math.min(buffer.length, left));
                    if (n < 0) {
                        break;
                    }
                    exchange.getResponseBody().write(buffer, 0, n);
                    left -= n;
                }
            }
        }
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
