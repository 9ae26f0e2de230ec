package io.pulldeploy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts right in moto's answers what it gets wrong, as AWS documents it: moto answers a listener's
 * own protocol where its instances' belongs, and a launch template's tags among what is launched.
 */
final class MotoFront {
    private static final Pattern MEMBER =
            Pattern.compile(
                    "Listeners\\.member\\.(\\d+)\\.(LoadBalancerPort|InstanceProtocol)=([^&]*)");
    private static final Pattern TEMPLATE_TAGS =
            Pattern.compile(
                    "<item>\\s*<resourceType>launch-template</resourceType>\\s*<tagSet>.*?</tagSet>\\s*</item>",
                    Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("(?:^|&)LoadBalancerName=([^&]*)");
    private static final Pattern LISTENER =
            Pattern.compile("<Listener>.*?</Listener>", Pattern.DOTALL);
    private static final Pattern PORT =
            Pattern.compile("<LoadBalancerPort>(\\d+)</LoadBalancerPort>");

    private final Map<String, String> protocols = new ConcurrentHashMap<>();

    /** Notes what a request says that moto will forget. */
    void asked(String body) {
        if (!body.contains("Listeners.member")) {
            return;
        }
        Map<String, String> ports = new ConcurrentHashMap<>();
        Map<String, String> said = new ConcurrentHashMap<>();
        Matcher member = MEMBER.matcher(body);
        while (member.find()) {
            (member.group(2).equals("LoadBalancerPort") ? ports : said)
                    .put(
                            member.group(1),
                            URLDecoder.decode(member.group(3), StandardCharsets.UTF_8));
        }
        Matcher name = NAME.matcher(body);
        String balancer = name.find() ? name.group(1) : "";
        said.forEach((number, protocol) ->
                protocols.put(balancer + ":" + ports.getOrDefault(number, ""), protocol));
    }

    /** The answer as AWS would give it. */
    byte[] amended(byte[] body) {
        String answer = new String(body, StandardCharsets.UTF_8);
        if (answer.contains("<LoadBalancerDescriptions>")) {
            return withProtocols(answer).getBytes(StandardCharsets.UTF_8);
        }
        return answer.contains("<DescribeLaunchTemplateVersionsResponse")
                ? TEMPLATE_TAGS.matcher(answer).replaceAll("").getBytes(StandardCharsets.UTF_8)
                : body;
    }

    private String withProtocols(String answer) {
        Matcher name =
                Pattern.compile("<LoadBalancerName>(.*?)</LoadBalancerName>").matcher(answer);
        String balancer = name.find() ? name.group(1) : "";
        return LISTENER.matcher(answer)
                .replaceAll(listener -> {
                    Matcher port = PORT.matcher(listener.group());
                    String said =
                            port.find() ? protocols.get(balancer + ":" + port.group(1)) : null;
                    return Matcher.quoteReplacement(
                            said == null
                                    ? listener.group()
                                    : listener.group()
                                            .replaceFirst(
                                                    "<InstanceProtocol>.*?</InstanceProtocol>",
                                                    "<InstanceProtocol>"
                                                            + said
                                                            + "</InstanceProtocol>"));
                });
    }
}
