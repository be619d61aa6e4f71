/**
 * What a page gains with JavaScript; nothing of its content needs it. Times turn into the viewer's zone with their age,
 * the days of a bar answer to mouse, touch and arrow keys, the theme can be chosen, and an open tab stays fresh.
 */
export const pageScript = compact(`
(()=>{
const root=document.documentElement,tongue={en:"en-GB",ar:"ar-u-nu-latn"}[root.lang]||root.lang,isMirrored=root.dir==="rtl",ages=new Intl.RelativeTimeFormat(tongue,{numeric:"auto"}),find=(selector,of=document)=>[...of.querySelectorAll(selector)];
const tip=document.createElement("div");
tip.id="tip";tip.hidden=true;tip.setAttribute("aria-hidden","true");

const age=ms=>{
  const minutes=Math.floor(ms/6e4);
  return minutes<1?ages.format(0,"second"):minutes<60?ages.format(-minutes,"minute"):minutes<1440?ages.format(-Math.floor(minutes/60),"hour"):ages.format(-Math.floor(minutes/1440),"day");
};
const clock=(at,zone,isWhole)=>{
  const now=new Date(),day={day:"numeric",month:isWhole?"long":"short"},year=isWhole||now.getFullYear()!==at.getFullYear()?{year:"numeric"}:{};
  const isToday=!isWhole&&now.toDateString()===at.toDateString();
  return new Intl.DateTimeFormat(tongue,{hour:"2-digit",minute:"2-digit",hourCycle:"h23",timeZoneName:"short",timeZone:zone,...(isToday?{}:{...day,...year})}).format(at);
};
const tellTimes=()=>find("time").forEach(time=>{
  const at=new Date(time.dateTime);
  time.title=clock(at,"UTC",true);
  time.textContent=clock(at,undefined,time.dataset.f!==undefined)+(time.dataset.age===undefined?"":" \\u00b7 "+age(Date.now()-at));
});

const rowsOf=days=>find("tbody tr",days.nextElementSibling).flatMap((row,_,all)=>[...Array(+(row.dataset.c||0)).fill(all.at(-1)),...Array(+(row.dataset.n||1)).fill(row)]);
const tell=(days,index)=>{
  const rows=rowsOf(days),row=rows[index];
  if(!row)return "";
  const first=Date.parse(days.dataset.from),day=new Date(first+index*864e5);
  const name=new Intl.DateTimeFormat(tongue,{day:"numeric",month:"short",year:"numeric",timeZone:"UTC"}).format(day);
  tip.textContent="";
  const title=document.createElement("b");
  title.textContent=name;
  const told=[...row.cells[1].childNodes].flatMap((node,at)=>at?node.tagName==="I"?[node.textContent]:[]:node.textContent.split(/, |\\u060c |\\u3001|\\uff0c/));
  tip.append(title,...told.flatMap((part,at)=>at?[document.createElement("br"),part]:[part]));
  tip.hidden=false;
  const box=days.getBoundingClientRect(),own=tip.getBoundingClientRect();
  const share=(index+.5)/rows.length,middle=box.left+box.width*(isMirrored?1-share:share);
  tip.style.left=Math.max(8,Math.min(innerWidth-own.width-8,middle-own.width/2))+"px";
  tip.style.top=(box.top-own.height-4<8?box.bottom+4:box.top-own.height-4)+"px";
  return name+": "+row.cells[1].textContent;
};
const hush=()=>{tip.hidden=true};
const explain=days=>{
  const last=rowsOf(days).length-1;
  const at=event=>{const box=days.getBoundingClientRect();return Math.max(0,Math.min(last,Math.floor((isMirrored?box.right-event.clientX:event.clientX-box.left)/box.width*(last+1))))};
  const go=index=>{days.ariaValueNow=index;days.ariaValueText=tell(days,index)};
  days.tabIndex=0;
  Object.assign(days,{role:"slider",ariaLabel:days.nextElementSibling.querySelector("caption").textContent,ariaValueMin:0,ariaValueMax:last,ariaValueNow:last,ariaValueText:rowsOf(days)[last].textContent});
  days.onpointermove=days.onpointerdown=event=>tell(days,at(event));
  days.onpointerleave=days.onblur=hush;
  days.onfocus=()=>{if(days.matches(":focus-visible"))go(+days.ariaValueNow)};
  days.onkeydown=event=>{
    const now=+days.ariaValueNow,step=isMirrored?-1:1;
    const to={ArrowLeft:now-step,ArrowDown:now-1,ArrowRight:now+step,ArrowUp:now+1,Home:0,End:last,PageUp:now+7,PageDown:now-7}[event.key];
    if(event.key==="Escape")hush();
    if(to===undefined)return;
    event.preventDefault();
    go(Math.max(0,Math.min(last,to)));
  };
};

const themes=["auto","light","dark"];
const wear=theme=>{if(theme==="auto")delete root.dataset.theme;else root.dataset.theme=theme};
const remember=(...value)=>{try{return value.length?localStorage.setItem("theme",value[0]):localStorage.getItem("theme")}catch{return null}};
const offerThemes=()=>find("#theme").forEach(button=>{
  const worn=()=>root.dataset.theme||"auto";
  const say=()=>{button.textContent=button.dataset[worn()]};
  button.hidden=false;
  button.onclick=()=>{const next=themes[(themes.indexOf(worn())+1)%3];wear(next);remember(next);say()};
  say();
});

const showOwn=async()=>{
  const place=document.getElementById("me");
  if(!place||!document.cookie.includes("probity_page_known=1"))return;
  const answer=await fetch(place.dataset.me).catch(()=>null);
  if(!answer||!answer.ok)return;
  place.innerHTML=await answer.text();
  place.hidden=false;
};
const enhance=()=>{tellTimes();find(".days").forEach(explain);offerThemes();showOwn()};
const refresh=async()=>{
  if(!document.body.dataset.published||document.hidden||!tip.hidden||find(":focus",document.body).length)return;
  const answer=await fetch(location.href).catch(()=>null);
  if(!answer||!answer.ok)return;
  const fresh=new DOMParser().parseFromString(await answer.text(),"text/html");
  if(fresh.body.dataset.published===document.body.dataset.published)return;
  find("details[open][id]").forEach(({id})=>{const same=fresh.getElementById(id);if(same)same.open=true});
  const detail=document.body;
  document.title=fresh.title;
  detail.replaceWith(fresh.body);
  document.body.append(tip);
  enhance();
  dispatchEvent(new CustomEvent("renewed",{detail}));
};
const theme=remember();
if(themes.includes(theme))wear(theme);
window.wake=()=>{
  document.body.append(tip);
  enhance();
  setInterval(tellTimes,3e4);
  setInterval(refresh,6e4);
  addEventListener("visibilitychange",refresh);
  addEventListener("scroll",hush,{passive:true});
};
})()
`);

/** The last of a page's body: all is there to be worked on, and nothing of it need have been painted. */
export const wakeScript = "wake()";

function compact(source: string): string {
  return source
    .replace(/([;{,])\n\s*/g, "$1")
    .replace(/\n\s*/g, "\n")
    .trim();
}
