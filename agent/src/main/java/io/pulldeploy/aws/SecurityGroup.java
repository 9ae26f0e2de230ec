package io.pulldeploy.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A security group as EC2 describes it. */
public record SecurityGroup(
        String id,
        String name,
        String description,
        String owner,
        Optional<String> vpc,
        List<SecurityRule> ingress,
        List<SecurityRule> egress,
        Map<String, String> tags) {

    /** Which way a rule lets traffic go. */
    public enum Direction {
        INGRESS,
        EGRESS
    }

    public List<SecurityRule> rules(Direction direction) {
        return switch (direction) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
        };
    }
}
