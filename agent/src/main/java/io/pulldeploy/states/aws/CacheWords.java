package io.pulldeploy.states.aws;

/**
 * How comments speak of what ElastiCache has; Salt's older states say it otherwise than its newer.
 *
 * @param title such as {@code Cache cluster web}
 */
record CacheWords(String title, String future, String past, String unchanged) {
    static CacheWords old(String title) {
        return new CacheWords(
                title,
                "is set to be ",
                "",
                title.startsWith("Subnet") ? "present." : "is present.");
    }

    static CacheWords newer(String title) {
        return new CacheWords(title, "would be ", "was ", "is in the desired state.");
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

    String same() {
        return title + " " + unchanged;
    }
}
