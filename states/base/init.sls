# What every instance has, whatever it runs. The name comes first: from then on grains are read from it,
# and monitoring and logs show it.
include:
  - base.hostname
  - base.packages
  - base.motd
