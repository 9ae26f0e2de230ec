package io.pulldeploy.states.aws;

import static io.pulldeploy.states.aws.Steps.change;
import static io.pulldeploy.states.aws.Steps.entry;

import io.pulldeploy.aws.Topics;
import io.pulldeploy.aws.Topics.Subscription;
import io.pulldeploy.loader.CallError;
import io.pulldeploy.loader.StateFunction;
import io.pulldeploy.modules.AwsConnections;
import io.pulldeploy.modules.Plain;
import io.pulldeploy.render.Json;
import io.pulldeploy.render.JsonError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code boto_sns}: SNS topics and their subscriptions. */
public final class TopicState {
    private static final AwsParameters PRESENT =
            AwsParameters.of(
                    "name: text, subscriptions: subscriptions=None",
                    Map.of(
                            "subscriptions",
                            Shapes.listOf(Shapes.fields("protocol: text!, endpoint: text!"))));

    private static final AwsParameters TOPIC_PRESENT =
            AwsParameters.of(
                    "name: text, subscriptions: subscriptions=None, attributes: attributes=None",
                    Map.of(
                            "subscriptions",
                            Shapes.listOf(Shapes.fields("Protocol: text!, Endpoint: text!")),
                            "attributes",
                            Shapes.fields("DisplayName: text, Policy: any, DeliveryPolicy: any")));

    private static final AwsParameters ABSENT =
            AwsParameters.of("name: text, unsubscribe: flag=False", Map.of());

    private static final String NAME = "[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\\.fifo";

    private final AwsConnections connections;

    public TopicState(AwsConnections connections) {
        this.connections = connections;
    }

    public List<StateFunction> functions() {
        String gone = "Ensures that a topic does not exist.";
        return AwsState.all(
                function(
                        "boto_sns.present",
                        "Ensures that a topic exists with at least these subscriptions.",
                        PRESENT,
                        TopicState::present),
                function("boto_sns.absent", gone, ABSENT, TopicState::absent),
                function(
                        "boto3_sns.topic_present",
                        "Ensures that a topic exists with these attributes and subscriptions.",
                        TOPIC_PRESENT,
                        TopicState::exactly),
                function("boto3_sns.topic_absent", gone, ABSENT, TopicState::absent));
    }

    private List<StateFunction> function(
            String name, String doc, AwsParameters parameters, AwsState.Body body) {
        return AwsState.named(name, doc, parameters, connections, "sns", body);
    }

    private static Steps present(AwsState.Call call) {
        List<WantedSubscription> wanted =
                WantedSubscription.all(call.args().value("subscriptions"), "protocol", "endpoint");
        return steps(call, Map.of(), wanted, false);
    }

    /** Subscriptions that are not given are not managed; of those that are, others go. */
    private static Steps exactly(AwsState.Call call) {
        @Nullable Object given = call.args().value("subscriptions");
        return steps(
                call,
                attributes(call.args().value("attributes")),
                WantedSubscription.all(given, "Protocol", "Endpoint"),
                given != null);
    }

    private static Map<String, Object> attributes(@Nullable Object given) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        Plain.mapping(given)
                .forEach((name, value) -> {
                    if (value != null) {
                        attributes.put(
                                name, name.equals("DisplayName") ? value : document(name, value));
                    }
                });
        return attributes;
    }

    /** An empty delivery policy takes away the one that is there; a topic always has a policy. */
    private static Object document(String name, Object value) {
        if (value.equals("") && name.equals("DeliveryPolicy")) {
            return value;
        }
        @Nullable Object read = value;
        if (value instanceof String text) {
            try {
                read = Json.parse(text);
            } catch (JsonError e) {
                throw new CallError("'attributes." + name + "' is no JSON: " + e.getMessage());
            }
        }
        if (!(read instanceof Map<?, ?>)) {
            throw new CallError("'attributes." + name + "' must be a mapping.");
        }
        return Plain.mapping(read);
    }

    private static Steps steps(
            AwsState.Call call,
            Map<String, Object> attributes,
            List<WantedSubscription> wanted,
            boolean noOthers) {
        String name = named(call);
        Topics topics = call.account().topics();
        Optional<String> found = topics.arn(name);
        if (found.isEmpty() && name.startsWith("arn:")) {
            throw new CallError(
                    "Topic "
                            + name
                            + " does not exist. A topic is made by its name alone: give that.");
        }
        Steps steps = new Steps();
        LaterId arn = new LaterId(found);
        if (found.isEmpty()) {
            create(steps, topics, name, attributes, arn);
        } else {
            steps.note("AWS SNS topic " + name + " present.");
            update(steps, topics, found.get(), attributes);
        }
        if (!wanted.isEmpty() || noOthers) {
            subscribe(steps, topics, name, wanted, noOthers, arn);
        }
        return steps;
    }

    private static String named(AwsState.Call call) {
        String name = call.name();
        if (!name.matches(NAME + "|arn:[\\w-]+:sns:[\\w-]+:\\d{12}:(" + NAME + ")")) {
            throw new CallError(
                    "'%s' is no name of a topic: letters, digits, - and _, 256 at most."
                            .formatted(name));
        }
        return name;
    }

    private static void create(
            Steps steps, Topics topics, String name, Map<String, Object> attributes, LaterId arn) {
        steps.stepTelling(
                "AWS SNS topic " + name + " is set to be created.",
                "AWS SNS topic " + name + " created.",
                change(null, made(name, Steps.LATER, attributes)),
                () ->
                        change(
                                null,
                                made(name, arn.is(topics.create(name, attributes)), attributes)));
    }

    private static Map<String, @Nullable Object> made(
            String name, String arn, Map<String, Object> attributes) {
        Map<String, @Nullable Object> made = entry("topic", name);
        made.put("arn", arn);
        if (!attributes.isEmpty()) {
            made.put("attributes", attributes);
        }
        return made;
    }

    private static void update(
            Steps steps, Topics topics, String arn, Map<String, Object> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> current = topics.attributes(arn);
        attributes.forEach((attribute, value) -> {
            @Nullable Object is = current.get(attribute);
            if (!same(value, is)) {
                steps.step(
                        "Attribute " + attribute + " is set to be updated.",
                        "Updated attribute " + attribute + ".",
                        change("attributes", entry(attribute, is), entry(attribute, value)),
                        () -> topics.set(arn, attribute, value));
            }
        });
    }

    private static boolean same(Object wanted, @Nullable Object is) {
        if (wanted.equals("")) {
            return is == null || is.equals("");
        }
        return (wanted instanceof Map<?, ?> map && map.containsKey("Statement"))
                ? PolicyMeaning.same(wanted, is)
                : Meaning.same(wanted, is);
    }

    private static void subscribe(
            Steps steps,
            Topics topics,
            String name,
            List<WantedSubscription> wanted,
            boolean noOthers,
            LaterId arn) {
        List<Subscription> current = arn.known().map(topics::subscriptions).orElse(List.of());
        Optional<List<?>> before = arn.known().map(_ -> shown(current));
        List<@Nullable Object> now = new ArrayList<>(shown(current));
        wanted.stream()
                .filter(w -> current.stream().noneMatch(w::is))
                .forEach(w -> {
                    now.add(w.shown());
                    steps.step(
                            "AWS SNS subscription %s to be set on topic %s.".formatted(w, name),
                            "AWS SNS subscription %s set on topic %s.".formatted(w, name),
                            subscriptions(before, now),
                            () -> topics.subscribe(arn.get(), w.protocol(), w.endpoint()));
                });
        if (noOthers) {
            current.stream()
                    .filter(Subscription::isConfirmed)
                    .filter(s -> wanted.stream().noneMatch(w -> w.is(s)))
                    .forEach(s -> {
                        now.remove(WantedSubscription.shown(s.protocol(), s.endpoint()));
                        unsubscribe(steps, topics, name, s, subscriptions(before, now));
                    });
        }
    }

    /** Of a topic that this state makes, there is nothing before. */
    private static Map<String, @Nullable Object> subscriptions(
            Optional<List<?>> before, List<@Nullable Object> now) {
        List<@Nullable Object> after = new ArrayList<>(now);
        return before.isPresent()
                ? change("subscriptions", before.get(), after)
                : entry("new", entry("subscriptions", after));
    }

    private static void unsubscribe(
            Steps steps,
            Topics topics,
            String name,
            Subscription subscription,
            Map<String, @Nullable Object> changes) {
        String what = subscription.protocol() + ":" + subscription.endpoint();
        steps.step(
                "AWS SNS subscription %s to be removed from topic %s.".formatted(what, name),
                "AWS SNS subscription %s removed from topic %s.".formatted(what, name),
                changes,
                () -> topics.unsubscribe(subscription.arn()));
    }

    private static List<@Nullable Object> shown(List<Subscription> subscriptions) {
        List<@Nullable Object> shown = new ArrayList<>();
        subscriptions.forEach(s -> shown.add(WantedSubscription.shown(s.protocol(), s.endpoint())));
        return shown;
    }

    /** What is not confirmed cannot be unsubscribed, and goes with its topic. */
    private static Steps absent(AwsState.Call call) {
        String name = named(call);
        Topics topics = call.account().topics();
        Optional<String> found = topics.arn(name);
        Steps steps = new Steps();
        if (found.isEmpty()) {
            return steps.note("AWS SNS topic " + name + " does not exist.");
        }
        if (Plain.flag(call.args().value("unsubscribe"))) {
            List<Subscription> gone = new ArrayList<>();
            topics.subscriptions(found.get()).stream()
                    .filter(Subscription::isConfirmed)
                    .forEach(s -> {
                        gone.add(s);
                        unsubscribe(
                                steps,
                                topics,
                                name,
                                s,
                                change(entry("subscriptions", shown(gone)), null));
                    });
        }
        return steps.step(
                "AWS SNS topic " + name + " is set to be removed.",
                "AWS SNS topic " + name + " deleted.",
                change(entry("topic", name), null),
                () -> topics.delete(found.get()));
    }
}
