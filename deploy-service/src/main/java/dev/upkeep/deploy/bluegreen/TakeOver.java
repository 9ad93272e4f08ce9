package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.Steps;
import dev.upkeep.deploy.release.Releases;

/**
 * How one colour takes over from the other, whichever image it has and wherever that comes from.
 */
final class TakeOver {

  private TakeOver() {}

  static Steps steps(Places places, Releases releases, WantedImage wanted) {
    var wayBack = new WayBack(places);
    return Steps.version(1)
        .then(new LookAround(places, wanted))
        .then(new FetchImage(places))
        .then(new NoteWayBack(wayBack))
        .then(new MakeColour(places, wayBack))
        .then(new StartColour(places, wayBack))
        .then(new AwaitHealth(places))
        .then(new QuietNewJobs(places))
        .then(new WarmUp(places))
        .then(new SwitchTraffic(places, wayBack))
        .then(new ProveSwitch(places))
        .then(new MoveJobs(places, wayBack))
        .then(new DrainOld(places))
        .then(new Bake(places))
        .then(new RecordRelease(places, releases))
        .then(new RetireOld(places))
        .then(new SumUp());
  }
}
