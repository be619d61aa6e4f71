/**
 * Checks a ledger export in the reader's own browser with WebCrypto: every entry's text, hash and link, every
 * checkpoint's text, hash, link and signature, every leaf's way to its checkpoint's root, and the heads that checkpoints
 * saw. Then our server is asked too; either answer stands by itself.
 */
export const verifyScript = `
(()=>{
const form=document.getElementById("verify"),fetching=document.getElementById("fetch");
if(!form||!fetching||!globalThis.crypto?.subtle)return;
const words=form.dataset,bytes=text=>new TextEncoder().encode(text);
const fill=(text,parts)=>text.replace(/\\{(\\w+)\\}/g,(place,name)=>parts[name]??place);
const hex=buffer=>[...new Uint8Array(buffer)].map(byte=>byte.toString(16).padStart(2,"0")).join("");
const unhex=text=>Uint8Array.from(text.match(/../g)||[],pair=>parseInt(pair,16));
const hash=async data=>new Uint8Array(await crypto.subtle.digest("SHA-256",data));
const join=(...parts)=>{const all=new Uint8Array(parts.reduce((sum,part)=>sum+part.length,0));let at=0;for(const part of parts){all.set(part,at);at+=part.length}return all};
const canonical=value=>Array.isArray(value)?"["+value.map(canonical).join(",")+"]":value&&typeof value==="object"?"{"+Object.keys(value).sort().map(key=>JSON.stringify(key)+":"+canonical(value[key])).join(",")+"}":JSON.stringify(value);
class Bad extends Error{}
const need=(holds,where)=>{if(!holds)throw new Bad(where)};
const zero="0".repeat(64);

const entry=async(line,before,where)=>{
  const {type,hash:own,canonical:text,...rest}=line;
  need(canonical(rest)===text&&hex(await hash(bytes(text)))===own,where);
  need(line.seq===(before?before.seq+1:1)&&line.prev_hash===(before?before.hash:zero),where);
  need(!before||line.recorded_at>=before.recorded_at,where);
};
const signed=async line=>{
  try{
    const key=await crypto.subtle.importKey("raw",unhex(line.public_key),"Ed25519",false,["verify"]);
    return await crypto.subtle.verify("Ed25519",key,unhex(line.signature),bytes(line.canonical));
  }catch(error){
    // A browser that does not know Ed25519 says so; a key that is none is the file's fault.
    if(error.name==="NotSupportedError")return null;
    return false;
  }
};
const checkpoint=async(line,before,keys,where)=>{
  const {type,hash:own,canonical:text,signature,...rest}=line;
  need(keys.has(line.public_key)&&canonical(rest)===text&&hex(await hash(bytes(text)))===own,where);
  need(line.seq===1?line.prev_hash===zero:!before||before.seq!==line.seq-1||before.hash===line.prev_hash,where);
  const answer=await signed(line);
  need(answer!==false,where);
  return answer===true;
};
const leaf=async(line,sealed,where)=>{
  need(sealed&&2**line.path.length===sealed.leaf_count&&line.leaf_index<sealed.leaf_count,where);
  let node=await hash(join(Uint8Array.of(0),unhex(line.salt),bytes(canonical({component_id:line.component_id,hash:line.hash,seq:line.seq}))));
  for(const [level,sibling] of line.path.entries()){
    const other=unhex(sibling),isLeft=(line.leaf_index>>level)%2===0;
    node=await hash(join(Uint8Array.of(1),isLeft?node:other,isLeft?other:node));
  }
  need(hex(node)===sealed.root,where);
};
const verify=async text=>{
  const lines=text.split("\\n");
  if(lines.at(-1)==="")lines.pop();
  const all=lines.map((line,at)=>{try{return JSON.parse(line)}catch{if(at===0)return null;throw new Bad((at+1)+".")}});
  const head=all[0];
  if(!head||head.type!=="export"||!Array.isArray(head.chains))return words.unreadable;
  const keys=new Set,points=new Map,leaves=[],chains=new Map(head.chains.map(chain=>[chain.component_id,[]]));
  let last=null,signatures=0,isUnsigned=false,entries=0;
  for(const [at,line] of all.entries()){
    const where=line.type==="entry"?line.component_id+" "+line.seq:(at+1)+".";
    if(at===0)continue;
    if(line.type==="public_key")keys.add(line.public_key);
    else if(line.type==="checkpoint"){
      if(await checkpoint(line,last,keys,where))signatures+=1;else isUnsigned=true;
      need(line.organization_id===head.organization_id,where);
      points.set(line.seq,line);last=line;
    }else if(line.type==="leaf"){await leaf(line,points.get(line.checkpoint_seq),where);leaves.push(line)}
    else{
      const chain=chains.get(line.component_id);
      need(line.type==="entry"&&chain&&line.organization_id===head.organization_id,where);
      await entry(line,chain.at(-1),where);
      chain.push(line);entries+=1;
    }
  }
  need(keys.size===head.public_keys&&points.size===head.checkpoints&&leaves.length===head.leaves,"1.");
  for(const {component_id:id,entries:count,head_hash:tip} of head.chains){
    const chain=chains.get(id);
    need(chain.length===count&&(chain.at(-1)?.hash??null)===tip,id+" "+Math.min(chain.length,count));
  }
  for(const seen of leaves)need(chains.get(seen.component_id)?.[seen.seq-1]?.hash===seen.hash,seen.component_id+" "+seen.seq);
  return fill(isUnsigned?words.unsigned:words.good,{entries,signatures});
};
const say=(id,text)=>{document.getElementById(id).textContent=text};
const check=async text=>{
  say("browser",words.working);say("server",words.working);
  say("browser",await verify(text).catch(error=>error instanceof Bad?fill(words.bad,{where:error.message}):words.unreadable));
  const answer=await fetch(form.action,{method:"POST",headers:{"content-type":"application/x-ndjson",accept:"application/json"},body:text}).then(response=>response.json()).catch(()=>null);
  say("server",answer?answer.message||answer.detail||words.failed:words.failed);
};
form.addEventListener("submit",event=>{event.preventDefault();check(form.elements.ledger.value)});
fetching.addEventListener("submit",async event=>{
  event.preventDefault();
  say("browser",words.working);say("server","");
  const answer=await fetch(fetching.elements.component.value).catch(()=>null);
  if(!answer||!answer.ok)return say("browser",words.failed);
  const text=await answer.text();
  form.elements.ledger.value=text;
  check(text);
});
fetching.hidden=false;
})()
`
  .replace(/\n\s*/g, "\n")
  .trim();
