package io.pulldeploy.artifact;

/**
 * Where things are in the bucket.
 *
 * @param prefix of every key, ending in a slash or empty
 */
public record Keys(String prefix) {
    public String artifacts(ArtifactName name) {
        return prefix + name + "/artifacts/";
    }

    public String artifact(ArtifactName name, Version version, Format format) {
        return artifacts(name) + version + "." + format.suffix();
    }

    public String manifest(ArtifactName name, Version version) {
        return artifacts(name) + version + ".json";
    }

    public String manifestSignature(ArtifactName name, Version version) {
        return manifest(name, version) + ".sig";
    }

    public String channels(ArtifactName name) {
        return prefix + name + "/channels/";
    }

    public String channel(ArtifactName name, ChannelName channel) {
        return channels(name) + channel + ".json";
    }

    public String channelSignature(ArtifactName name, ChannelName channel, long sequence) {
        return channels(name) + channel + "." + sequence + ".sig";
    }

    public String halt(ArtifactName name) {
        return prefix + name + "/halt.json";
    }
}
