// Reads a calendar file from standard input with ical.js and says what a calendar program would make of it.
import {readFileSync} from "node:fs";
import ICAL from "ical.js";

const root = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const zone = new ICAL.Timezone(root.getFirstSubcomponent("vtimezone"));
const event = new ICAL.Event(root.getFirstSubcomponent("vevent"));
const at = (time) => { time.zone = zone; return time.toUnixTime() * 1000; };
const starts = at(event.startDate);
console.log(JSON.stringify({
  uid: event.uid, sequence: event.sequence ?? 0, status: event.component.getFirstPropertyValue("status"),
  zone: zone.tzid, offset: zone.utcOffset(event.startDate), starts, minutes: (at(event.endDate) - starts) / 60000,
  alarms: event.component.getAllSubcomponents("valarm").map((a) => a.getFirstPropertyValue("trigger").toString()),
  summary: event.summary,
}));
