package io.pulldeploy.states.aws;

/**
 * How comments speak of what ElastiCache has; Salt's older states say it otherwise than its newer.
 *
 * @param title such as {@code Cache cluster web}
 * @param same what is said of what is as it shall be
 */
record CacheWords(String title, String future, String past, String same) {
    static CacheWords old(String title) {
        return new CacheWords(
                title,
                "is set to be ",
                "",
                title + (title.startsWith("Subnet") ? " present." : " is present."));
    }

    /** Of a replication group, which Salt's older state calls a cluster once it is there. */
    static CacheWords replication(String name) {
        return new CacheWords(
                "Replication " + name,
                "is set to be ",
                "",
                "Cache cluster " + name + " is present.");
    }

    static CacheWords newer(String title) {
        return new CacheWords(title, "would be ", "was ", title + " is in the desired state.");
    }

    /**
     * @param participle {@code created} or {@code modified}
     */
    String would(String participle) {
        return title + " " + future + participle + ".";
    }

    String did(String participle) {
        return title + " " + past + participle + ".";
    }
}
