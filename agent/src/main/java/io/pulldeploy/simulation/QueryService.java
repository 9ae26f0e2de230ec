package io.pulldeploy.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A service that speaks AWS's query protocol: a form goes in, XML comes out.
 *
 * @param signingName the name in signatures
 * @param version the API's date, which tells apart services with one signing name
 * @param dialect how results and errors are wrapped
 * @param actions by name, such as {@code DescribeTags}
 * @param resources the ARN that a call is about, or a star
 */
record QueryService(
        String signingName,
        String version,
        String namespace,
        Dialect dialect,
        Map<String, Action> actions,
        Function<Form, String> resources)
        implements SimulatedService {

    /** Two shapes are in use. */
    enum Dialect {
        /** EC2's own: no result element, errors in a list. */
        EC2,
        /** Everybody else's. */
        QUERY
    }

    /** What one action answers. */
    @FunctionalInterface
    interface Action {
        /**
         * @return the children of the result
         */
        List<Xml> answer(Form form);
    }

    /** The parameters of a call. */
    record Form(Map<String, String> values) {
        Optional<String> find(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /**
         * @throws ServiceError if it is missing
         */
        String require(String name) {
            return find(name)
                    .orElseThrow(() ->
                            new ServiceError(
                                    400,
                                    "ValidationError",
                                    "the parameter " + name + " is missing"));
        }

        /**
         * Numbered parameters, such as {@code Instances.member.1.InstanceId}.
         *
         * @param before what stands before the number
         * @param after what stands after it, with its dot; empty for a list of texts
         */
        List<String> list(String before, String after) {
            List<String> found = new ArrayList<>();
            for (int i = 1; values.containsKey(before + i + after); i++) {
                found.add(values.getOrDefault(before + i + after, ""));
            }
            return found;
        }
    }

    QueryService {
        actions = Map.copyOf(new LinkedHashMap<>(actions));
    }

    /** The form travels in the body, so the body is read here, once, into the request's query. */
    static Request withForm(Request request) {
        if (!request.method().equals("POST")
                || !request.header("content-type")
                        .orElse("")
                        .startsWith("application/x-www-form-urlencoded")) {
            return request;
        }
        try {
            Map<String, String> all = new LinkedHashMap<>(request.query());
            all.putAll(Request.parameters(new String(request.body().readAllBytes(), UTF_8)));
            return new Request(
                    request.method(), request.path(), all, request.headers(), request.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean takes(Request request) {
        return request.signedFor().filter(signingName::equals).isPresent()
                && request.parameter("Version").filter(version::equals).isPresent();
    }

    @Override
    public String action(Request request) {
        return signingName + ":" + request.parameter("Action").orElse("");
    }

    @Override
    public String resource(Request request) {
        return resources.apply(new Form(request.query()));
    }

    @Override
    public Answer answer(Request request) {
        String name = request.parameter("Action").orElse("");
        Action action = actions.get(name);
        if (action == null) {
            throw new ServiceError(
                    501, "NotImplemented", "the simulated AWS has no " + signingName + ":" + name);
        }
        List<Xml> result = action.answer(new Form(request.query()));
        List<Xml> children = new ArrayList<>();
        switch (dialect) {
            case EC2 -> {
                children.add(Xml.text("requestId", UUID.randomUUID()));
                children.addAll(result);
            }
            case QUERY -> {
                children.add(Xml.of(name + "Result", result));
                children.add(Xml.of("ResponseMetadata", Xml.text("RequestId", UUID.randomUUID())));
            }
        }
        return Answer.xml(200, Xml.of(name + "Response", children).document(namespace));
    }

    @Override
    public Answer refusal(Request request, ServiceError error) {
        Xml code = Xml.text("Code", error.code());
        Xml message = Xml.text("Message", error.message());
        Xml id = Xml.text("RequestId", UUID.randomUUID());
        Xml document =
                switch (dialect) {
                    case EC2 ->
                            Xml.of(
                                    "Response",
                                    Xml.of("Errors", Xml.of("Error", code, message)),
                                    Xml.text("RequestID", UUID.randomUUID()));
                    case QUERY ->
                            Xml.of(
                                    "ErrorResponse",
                                    Xml.of("Error", Xml.text("Type", "Sender"), code, message),
                                    id);
                };
        return Answer.xml(error.status(), document.document(""));
    }
}
