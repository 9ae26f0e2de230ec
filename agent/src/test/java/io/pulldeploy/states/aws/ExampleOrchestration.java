package io.pulldeploy.states.aws;

/** The example's orchestration as the states see it. */
final class ExampleOrchestration {
    private ExampleOrchestration() {}

    /** The example's only Jinja is one name and one loop over two queues. */
    static String rendered(String text) {
        int loop = text.indexOf("{% for queue in");
        int end = text.indexOf("{% endfor %}");
        String body = text.substring(text.indexOf("%}", loop) + 2, end);
        String queues =
                body.replace("{{ queue }}", "example-queue-1")
                        + body.replace("{{ queue }}", "example-queue-2");
        return (text.substring(0, loop) + queues + text.substring(end + "{% endfor %}".length()))
                .replaceAll("\\{% set .*? %\\}", "")
                .replace("{{ service_instance }}", "testing");
    }
}
